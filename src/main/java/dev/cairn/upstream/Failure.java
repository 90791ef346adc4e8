package dev.cairn.upstream;

import dev.cairn.message.ExtendedError;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/// An upstream was of no use.
///
/// @param what completes a sentence that begins with the upstream
/// @param reason what it said itself of why (RFC 8914); null if it did not
public record Failure(Fault fault, String what, @Nullable ExtendedError reason) {
  static final Failure REFUSED_CONNECTION =
      new Failure(Fault.REFUSED_CONNECTION, "refused the connection");
  public static final Failure MALFORMED = new Failure(Fault.MALFORMED, "sent a malformed reply");
  public static final Failure CUT_SHORT =
      new Failure(
          Fault.NETWORK, "cut its reply short, and no message was left to fetch the rest with");
  public static final Failure LAME =
      new Failure(Fault.LAME, "sent a referral, it does not resolve");
  public static final Failure BUSY =
      new Failure(Fault.BUSY, "has as many open questions of ours as it may");
  public static final Failure BUG = new Failure(Fault.BUG, "sent a reply that we failed to read");
  public static final Failure LOOP =
      new Failure(Fault.LOOP, "sends what it is asked back to this server");
  public static final Failure REBINDING =
      new Failure(Fault.REBINDING, "told private addresses of a public name");
  static final Failure BROKEN_OFF = new Failure(Fault.NETWORK, "broke off its answer");
  static final Failure NOT_TAKEN = new Failure(Fault.NETWORK, "refused to take the question");
  static final Failure CLOSED =
      new Failure(Fault.NETWORK, "closed the connection before it answered");

  Failure(Fault fault, String what) {
    this(fault, what, null);
  }

  /// Nothing came for so long.
  public static Failure timeout(long nanos) {
    return new Failure(
        Fault.TIMEOUT, "did not answer within " + Duration.ofNanos(nanos).toMillis() + " ms");
  }

  /// What went wrong with a socket.
  static Failure of(Throwable cause) {
    if (cause instanceof PortUnreachableException || isRefusal(cause)) {
      return REFUSED_CONNECTION;
    }
    if (cause instanceof ClosedChannelException) {
      return CLOSED;
    }
    Failure ofHandshake = Distrust.in(cause);
    return ofHandshake == null
        ? new Failure(Fault.NETWORK, "could not be reached: " + messageOf(cause))
        : ofHandshake;
  }

  /// It said that it cannot help.
  ///
  /// @param rcode of 12 bits
  /// @param reason null if it gave none
  public static Failure said(int rcode, @Nullable ExtendedError reason) {
    var fault =
        switch (rcode) {
          case Rcode.SERVFAIL -> Fault.SERVFAIL;
          case Rcode.REFUSED -> Fault.REFUSED;
          case Rcode.FORMERR -> Fault.FORMERR;
          case Rcode.NOTIMP -> Fault.NOTIMP;
          default -> Fault.OTHER_RCODE; // a number, mostly without a meaning
        };
    return new Failure(fault, "said " + Rcode.string(rcode) + shown(reason), reason);
  }

  private static String shown(@Nullable ExtendedError reason) {
    return reason == null ? "" : " (" + reason + ")";
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof ConnectException
        && String.valueOf(cause.getMessage()).contains("refused");
  }

  private static String messageOf(Throwable cause) {
    boolean isWrapping = cause instanceof DecoderException || cause instanceof ChannelException;
    Throwable inner = isWrapping && cause.getCause() != null ? cause.getCause() : cause;
    String message = inner.getMessage();
    return message == null ? inner.getClass().getSimpleName() : message;
  }

  @Override
  public String toString() {
    return what;
  }
}
