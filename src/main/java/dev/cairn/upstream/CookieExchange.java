package dev.cairn.upstream;

import dev.cairn.message.Edns;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption.Code;

/// The DNS cookies between us and one upstream (RFC 7873 §5): whoever cannot see them cannot forge
/// a reply. An upstream that has shown once that it knows cookies is expected to go on.
final class CookieExchange {
  private static final int OURS = 8;

  private final byte[] ours = new byte[OURS];
  private volatile byte @Nullable [] theirs;

  CookieExchange(SecureRandom random) {
    random.nextBytes(ours);
  }

  /// The option to send: our cookie, and theirs if there is one.
  byte[] option() {
    byte[] known = theirs;
    int length = OURS + (known == null ? 0 : known.length);
    ByteBuffer option =
        ByteBuffer.allocate(4 + length).putShort((short) Code.COOKIE).putShort((short) length);
    option.put(ours);
    if (known != null) {
      option.put(known);
    }
    return option.array();
  }

  /// What the cookie of a reply says of it.
  Verdict judge(Edns edns) {
    byte[] cookie = edns.options().cookie();
    if (cookie == null) {
      return theirs == null ? Verdict.NONE_KNOWN : Verdict.MISSING;
    }
    if (!Arrays.equals(cookie, 0, OURS, ours, 0, OURS)) {
      return Verdict.FORGED;
    }
    if (cookie.length > OURS) {
      theirs = Arrays.copyOfRange(cookie, OURS, cookie.length);
    }
    return Verdict.RIGHT;
  }

  /// It seems to know cookies no more.
  void forget() {
    theirs = null;
  }

  enum Verdict {
    /// This upstream has never sent one.
    NONE_KNOWN,
    RIGHT,
    /// It used to send one.
    MISSING,
    /// Not ours: the reply is not to us.
    FORGED
  }
}
