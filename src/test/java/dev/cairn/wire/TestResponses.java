package dev.cairn.wire;

/// Responses of no meaning.
public final class TestResponses {
  private TestResponses() {}

  /// One of that many octets.
  public static ResponseBuffer ofLength(int octets) {
    var response = new ResponseBuffer(octets);
    lengthen(response, octets);
    return response;
  }

  /// Makes it one of that many octets.
  public static void lengthen(ResponseBuffer response, int octets) {
    response.length(octets);
  }
}
