package dev.cairn.responder;

import dev.cairn.guard.Cookies;
import dev.cairn.message.Query;
import org.jspecify.annotations.Nullable;

/// Told what became of each query after the response left. Called on threads that read packets:
/// counts, and waits for nothing.
public interface QueryObserver {

  /// A response was sent.
  ///
  /// @param query null if it could not be read, or was refused unread
  /// @param rcode 0 to 15, or BADVERS
  /// @param nanos from when the query was taken up until its response was handed to the transport
  void answered(Exchange exchange, @Nullable Query query, int rcode, long nanos);

  /// A response was sent to a query that was answered without being read into values.
  ///
  /// @param type that was asked for
  /// @param rcode 0 to 15
  /// @param nanos as above
  void answered(Exchange exchange, int type, int rcode, long nanos);

  /// A message got no response: no query, or from a port that must not get one.
  void ignored(Exchange exchange);

  /// A message had a cookie.
  void cookie(Cookies.Verdict verdict);

  /// A query was turned away because so many were waiting for upstreams already.
  void overloaded(WaitingRoom.Refusal why);

  /// A query's signature was not taken.
  ///
  /// @param error BADSIG, BADKEY, BADTIME or BADTRUNC (RFC 8945 §3), 0 for one that is malformed
  void unsigned(int error);

  /// All of a zone was sent.
  void transferred(TransferSummary transfer);

  /// A transfer ended before all was sent, as the client went away.
  void transferBroken(TransferSummary transfer);

  /// A transfer was not begun: to this client, or with so many under way.
  void transferRefused();

  /// We failed; the client got SERVFAIL.
  void failed(RuntimeException bug);
}
