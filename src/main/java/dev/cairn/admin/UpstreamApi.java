package dev.cairn.admin;

import java.util.List;

/// What the API tells of those that are asked. Called on threads that may wait a little.
public interface UpstreamApi {

  /// All upstreams that any rule asks, in the order of the configuration.
  List<UpstreamStatus> upstreams();

  /// What would happen to a query now. Sends nothing, and changes nothing.
  ///
  /// @param query its `down` are names that [#upstreams()] has told
  Simulation simulate(WhatIf query);
}
