package dev.cairn.message;

import org.jspecify.annotations.Nullable;

/// The options of an OPT record that somebody here looks at: in a query those that a response
/// answers, in a response why it is none. All others are passed over (RFC 6891 §6.1.2).
///
/// @param wanted which options were there, as a sum of [#NSID], [#EXPIRE], [#KEEPALIVE]
/// @param cookie what the cookie option holds: 8 octets of the client, and 8 to 32 of a server
///   behind them or none (RFC 7873 §4); null without one. Not to be changed
/// @param reason the first extended error (RFC 8914 §2); null without one
public record EdnsOptions(int wanted, byte @Nullable [] cookie, @Nullable ExtendedError reason) {
  /// Which of many servers answers (RFC 5001).
  public static final int NSID = 1;

  /// How long a secondary may serve the zone (RFC 7314).
  public static final int EXPIRE = 2;

  /// How long an idle connection stays open (RFC 7828).
  public static final int KEEPALIVE = 4;

  public static final EdnsOptions NONE = new EdnsOptions(0, null, null);

  /// Whether an option was there.
  public boolean want(int option) {
    return (wanted & option) != 0;
  }

  /// These, and one more.
  public EdnsOptions with(int option) {
    return want(option) ? this : new EdnsOptions(wanted | option, cookie, reason);
  }

  /// These, and a cookie.
  public EdnsOptions withCookie(byte[] octets) {
    return new EdnsOptions(wanted, octets, reason);
  }

  /// These, and a reason.
  public EdnsOptions withReason(ExtendedError error) {
    return new EdnsOptions(wanted, cookie, error);
  }
}
