package dev.cairn.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/// A request to the API that cannot be done as it stands. The message is a sentence for whoever
/// wrote it.
final class UnusableRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final transient HttpResponseStatus status;

  UnusableRequest(HttpResponseStatus status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /// Something in it is wrong.
  static UnusableRequest because(String sentence) {
    return new UnusableRequest(HttpResponseStatus.BAD_REQUEST, sentence);
  }

  HttpResponseStatus status() {
    return status;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
