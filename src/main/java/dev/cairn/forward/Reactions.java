package dev.cairn.forward;

import dev.cairn.upstream.Fault;

/// What follows when an upstream is of no use, by why.
public record Reactions(
    Reaction timeout,
    Reaction refusedConnection,
    Reaction tlsError,
    Reaction servfail,
    Reaction refused,
    Reaction formerr) {
  public static final Reactions DEFAULTS =
      new Reactions(
          Reaction.NEXT, Reaction.NEXT, Reaction.NEXT, Reaction.NEXT, Reaction.NEXT, Reaction.NEXT);

  /// What can follow.
  public enum Reaction {
    /// The same upstream is asked again.
    RETRY,
    /// Another one is asked.
    NEXT,
    /// The client is told.
    ANSWER
  }

  /// A network that fails is like a connection that is refused, an rcode that says nothing of the
  /// question like SERVFAIL, as is a status of HTTP.
  Reaction to(Fault fault) {
    return switch (fault) {
      case TIMEOUT -> timeout;
      case REFUSED_CONNECTION, NETWORK, BUSY -> refusedConnection;
      case TLS -> tlsError;
      case SERVFAIL, OTHER_RCODE, HTTP_STATUS -> servfail;
      case REFUSED -> refused;
      case FORMERR, NOTIMP -> formerr;
      case LAME, MALFORMED, LOOP, BUG -> Reaction.NEXT;
      case REBINDING -> Reaction.ANSWER;
    };
  }
}
