package dev.cairn.consul;

import dev.cairn.registry.Receipt;

/// What is done for one method at one path.
///
/// @param path without `/v1/`
/// @param missing what is said where the path goes no further, though it should; empty if it ends
///   here, [#ANYTHING] if both is well
record Route(Method method, String path, String missing, Endpoint endpoint) {
  static final String ANYTHING = "*";

  enum Method {
    GET,
    PUT,
    DELETE
  }

  sealed interface Endpoint permits Read, Write {}

  /// Answers from memory, on the thread that reads packets.
  @FunctionalInterface
  non-sealed interface Read extends Endpoint {
    Reply reply(Request request) throws Refusal;
  }

  /// Changes something; may wait.
  @FunctionalInterface
  non-sealed interface Write extends Endpoint {
    Written write(Request request) throws Refusal;
  }

  /// @param page for when it is done
  /// @param unchanged for when there was nothing to do
  record Written(Receipt receipt, Page page, Page unchanged) {
    static Written done(Receipt receipt) {
      return new Written(receipt, Page.done(), Page.done());
    }

    static Written truth(Receipt receipt) {
      return new Written(receipt, Page.truth(true), Page.truth(false));
    }
  }

  static Route get(String path, String missing, Read read) {
    return new Route(Method.GET, path, missing, read);
  }

  static Route put(String path, String missing, Write write) {
    return new Route(Method.PUT, path, missing, write);
  }

  static Route delete(String path, String missing, Write write) {
    return new Route(Method.DELETE, path, missing, write);
  }

  boolean isFor(String argument) {
    return !missing.isEmpty() || argument.isEmpty();
  }

  String argument(String given) throws Refusal {
    if (given.isEmpty() && !missing.isEmpty() && !missing.equals(ANYTHING)) {
      throw Refusal.bad(missing);
    }
    return given;
  }
}
