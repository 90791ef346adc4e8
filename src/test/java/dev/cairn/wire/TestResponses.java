package dev.cairn.wire;

/// Responses of no meaning.
public final class TestResponses {
  private TestResponses() {}

  /// One of that many octets.
  public static ResponseBuffer ofLength(int octets) {
    var response = new ResponseBuffer(octets);
    response.length(octets);
    return response;
  }
}
