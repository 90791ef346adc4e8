package dev.cairn.message;

/// Why there is no answer, in a code and a sentence for the operator (RFC 8914).
///
/// @param code an INFO-CODE of RFC 8914 §4
/// @param text one sentence in ASCII, kept short: it travels in the response
public record ExtendedError(int code, String text) {
  public static final int OTHER = 0;
  public static final int STALE_ANSWER = 3;
  public static final int NOT_READY = 14;
  public static final int PROHIBITED = 18;
  public static final int STALE_NXDOMAIN_ANSWER = 19;
  public static final int NOT_AUTHORITATIVE = 20;
  public static final int NOT_SUPPORTED = 21;
  public static final int NO_REACHABLE_AUTHORITY = 22;
  public static final int NETWORK_ERROR = 23;

  /// As operators read it: `EDE 15: by policy`.
  @Override
  public String toString() {
    return "EDE " + code + (text.isEmpty() ? "" : ": " + text);
  }
}
