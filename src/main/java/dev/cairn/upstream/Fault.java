package dev.cairn.upstream;

import java.util.Locale;

/// Why what an upstream did is no answer, as far as it matters for counting and for what follows.
public enum Fault {
  /// Nothing came in time.
  TIMEOUT,
  /// Nobody listens there.
  REFUSED_CONNECTION,
  /// It could not be sent or received, or the connection ended.
  NETWORK,
  /// There is no trust between us: its certificate, its name, or no protocol that both speak.
  TLS,
  /// It answered over HTTP, and not with a message: about what it was asked, or about all.
  HTTP_STATUS,
  /// As many questions as are allowed are under way to it.
  BUSY,
  SERVFAIL,
  REFUSED,
  FORMERR,
  NOTIMP,
  OTHER_RCODE,
  /// It sent us on to others: it does not resolve.
  LAME,
  /// What came is no message, or contradicts itself.
  MALFORMED,
  /// What is asked there comes back to us.
  LOOP,
  /// It told private addresses for a public name.
  REBINDING,
  /// What came made us fail.
  BUG;

  /// Whether the upstream was reached and said something that is of no use.
  public boolean wasHeard() {
    return switch (this) {
      case TIMEOUT, REFUSED_CONNECTION, NETWORK, TLS, BUSY, REFUSED, LOOP -> false;
      case HTTP_STATUS, SERVFAIL, FORMERR, NOTIMP, OTHER_RCODE, LAME, MALFORMED, REBINDING, BUG ->
          true;
    };
  }

  /// Whether it came in a message.
  public boolean isTold() {
    return wasHeard() || this == REFUSED;
  }

  /// Whether it may be about what was asked alone, so that a check has to tell.
  boolean isDoubtful() {
    return this == TIMEOUT || this == HTTP_STATUS;
  }

  /// Whether it says something of the upstream itself, and not of what it was asked.
  boolean isOfTheUpstream() {
    return switch (this) {
      case TIMEOUT, REFUSED_CONNECTION, NETWORK, TLS, HTTP_STATUS -> true;
      case BUSY,
          SERVFAIL,
          REFUSED,
          FORMERR,
          NOTIMP,
          OTHER_RCODE,
          LAME,
          MALFORMED,
          LOOP,
          REBINDING,
          BUG ->
          false;
    };
  }

  /// As it stands in metrics and in dns.toml: `refused-connection`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
