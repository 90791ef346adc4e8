package dev.cairn.forward;

import dev.cairn.message.Outcome;
import java.time.Duration;
import org.xbill.DNS.Rcode;

/// What became of asking one upstream once.
sealed interface Verdict {

  /// It told something.
  record Told(int rcode, Outcome outcome) implements Verdict {}

  /// It is of no use; `what` completes a sentence that begins with its address.
  record Failure(Fault fault, String what) implements Verdict {
    static final Failure REFUSED_CONNECTION =
        new Failure(Fault.REFUSED_CONNECTION, "refused the connection");
    static final Failure MALFORMED = new Failure(Fault.MALFORMED, "sent a malformed reply");
    static final Failure LAME = new Failure(Fault.LAME, "sent a referral, it does not resolve");
    static final Failure BUSY = new Failure(Fault.BUSY, "has too many open questions of ours");
    static final Failure BUG = new Failure(Fault.BUG, "sent a reply that we failed to read");

    static Failure timeout(Duration patience) {
      return new Failure(Fault.TIMEOUT, "did not answer within " + patience.toMillis() + " ms");
    }

    static Failure network(Throwable cause) {
      String message = cause.getMessage();
      String why = message == null ? cause.getClass().getSimpleName() : message;
      return new Failure(Fault.NETWORK, "could not be reached: " + why);
    }

    static Failure said(int rcode) {
      var fault =
          switch (rcode) {
            case Rcode.SERVFAIL -> Fault.SERVFAIL;
            case Rcode.REFUSED -> Fault.REFUSED;
            case Rcode.FORMERR -> Fault.FORMERR;
            case Rcode.NOTIMP -> Fault.NOTIMP;
            default -> Fault.OTHER_RCODE; // a number of 12 bits, mostly without a meaning
          };
      return new Failure(fault, "said " + Rcode.string(rcode));
    }

    @Override
    public String toString() {
      return what;
    }
  }
}
