package dev.cairn.consul;

/// A request that was let in, taken apart.
///
/// @param argument what stands behind the path of its route; may be empty
record Request(Asked asked, String argument, Parameters parameters, Caller caller, Agent agent) {

  Json.Layout layout() {
    return parameters.has("pretty") ? Json.Layout.PRETTY : Json.Layout.COMPACT;
  }

  Page json(Json.Value value) {
    return Page.json(Json.octets(value, layout()));
  }
}
