/// Speaks Consul's HTTP API for the registry, so that its clients run unchanged.
@NullMarked
package dev.cairn.consul;

import org.jspecify.annotations.NullMarked;
