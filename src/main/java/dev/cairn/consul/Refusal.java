package dev.cairn.consul;

import io.netty.handler.codec.http.HttpResponseStatus;

/// A request that is not done. The message is the text of the answer; clients know some of them.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient HttpResponseStatus status;

  Refusal(HttpResponseStatus status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  /// Something in it is wrong.
  static Refusal bad(String text) {
    return new Refusal(HttpResponseStatus.BAD_REQUEST, text);
  }

  static Refusal unknown(String text) {
    return new Refusal(HttpResponseStatus.NOT_FOUND, text);
  }

  /// What Consul's agent answers where others would say that the request was bad.
  static Refusal failed(String text) {
    return new Refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR, text);
  }

  Page page() {
    return Page.text(status, String.valueOf(getMessage()));
  }
}
