package dev.cairn.consul;

import io.netty.handler.codec.http.HttpMethod;

/// How a page is sent to one who asked for it.
enum Manner {
  WHOLE(true, Arrival.Ending.STAYS),
  WHOLE_AT_LAST(true, Arrival.Ending.CLOSES),
  HEAD(false, Arrival.Ending.STAYS),
  HEAD_AT_LAST(false, Arrival.Ending.CLOSES);

  private final boolean hasBody;
  private final Arrival.Ending ending;

  Manner(boolean hasBody, Arrival.Ending ending) {
    this.hasBody = hasBody;
    this.ending = ending;
  }

  static Manner of(HttpMethod method, Arrival.Ending ending) {
    boolean isLast = ending == Arrival.Ending.CLOSES;
    if (method.equals(HttpMethod.HEAD)) {
      return isLast ? HEAD_AT_LAST : HEAD;
    }
    return isLast ? WHOLE_AT_LAST : WHOLE;
  }

  boolean hasBody() {
    return hasBody;
  }

  /// What becomes of the connection.
  Arrival.Ending ending() {
    return ending;
  }
}
