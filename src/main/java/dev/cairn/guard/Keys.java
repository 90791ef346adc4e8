package dev.cairn.guard;

import dev.cairn.message.Tsig;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/// The keys that messages may be signed with, and the judgement of those that are (RFC 8945 §5.2).
/// Immutable.
public final class Keys {
  /// A code that is shorter than the algorithm makes it (RFC 8945 §3).
  public static final int BADTRUNC = 22;

  private static final int LEAST_OCTETS = 10;

  private final Map<Name, Key> keys;

  /// What is to be held of a signature.
  public sealed interface Verdict {
    /// It is right.
    record Right(Key key) implements Verdict {}

    /// The message is not what it claims to be.
    ///
    /// @param rcode of the answer
    /// @param error BADSIG, BADKEY, BADTIME or BADTRUNC; 0 if the record itself is malformed
    /// @param key with which the answer is signed all the same, null if it is not
    record Wrong(int rcode, int error, @Nullable Key key) implements Verdict {}
  }

  /// @param keys no two of one name
  public Keys(Collection<Key> keys) {
    this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));
  }

  /// Judges the signature of a query.
  ///
  /// @param message with the signature as its last record; not changed
  /// @param end where that record begins
  /// @param now in seconds since 1970
  public Verdict judge(byte[] message, int end, Tsig tsig, long now) {
    Key key = keys.get(tsig.key());
    if (key == null || !key.algorithmName().equals(tsig.algorithm())) {
      return new Verdict.Wrong(Rcode.NOTAUTH, Rcode.BADKEY, null);
    }
    int octets = tsig.mac().length;
    if (octets > key.octets() || octets < Math.max(LEAST_OCTETS, key.octets() / 2)) {
      return octets == 0
          ? new Verdict.Wrong(Rcode.NOTAUTH, Rcode.BADSIG, null)
          : new Verdict.Wrong(Rcode.FORMERR, 0, null);
    }
    if (octets < key.octets()) { // allowed by the RFC, but by nobody used
      return new Verdict.Wrong(Rcode.NOTAUTH, BADTRUNC, null);
    }
    Mac mac = key.mac();
    Signing.header(mac, message, tsig.originalId());
    mac.update(message, 12, end - 12);
    Signing.variables(mac, tsig);
    if (!MessageDigest.isEqual(mac.doFinal(), tsig.mac())) {
      return new Verdict.Wrong(Rcode.NOTAUTH, Rcode.BADSIG, null);
    }
    return Math.abs(now - tsig.signed()) > tsig.fudge()
        ? new Verdict.Wrong(Rcode.NOTAUTH, Rcode.BADTIME, key)
        : new Verdict.Right(key);
  }
}
