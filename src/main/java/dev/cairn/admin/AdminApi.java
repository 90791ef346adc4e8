package dev.cairn.admin;

/// What the API is about.
public record AdminApi(
    UpstreamApi upstreams, CacheApi cache, RegistryApi registry, EventApi events) {}
