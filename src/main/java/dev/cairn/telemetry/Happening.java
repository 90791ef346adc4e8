package dev.cairn.telemetry;

/// Something that happened, by itself. A text that is empty says nothing.
///
/// @param subject what it is about, such as `api/api-1/service:api-1`
/// @param from what it was
/// @param to what it is
/// @param reason as a sentence; somebody else may have chosen it in part
/// @param origin who told
public record Happening(
    EventType type, String subject, String from, String to, String reason, Origin origin) {

  /// @param source such as `http`; empty if we found out ourselves
  /// @param index of the registry; 0 if it is not about that
  public record Origin(String source, long index) {
    public static final Origin OURS = new Origin("", 0);
  }

  /// Where the type says it all.
  public static Happening of(EventType type, String subject) {
    return new Happening(type, subject, "", "", "", Origin.OURS);
  }

  public Happening because(String sentence) {
    return new Happening(type, subject, from, to, sentence, origin);
  }

  public Happening turning(String before, String after) {
    return new Happening(type, subject, before, after, reason, origin);
  }

  public Happening by(Origin other) {
    return new Happening(type, subject, from, to, reason, other);
  }
}
