package dev.cairn.guard;

import dev.cairn.message.SipHash;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// Makes and judges server cookies, so that other servers with the same secret take them for theirs
/// (RFC 9018).
///
/// ```
/// client cookie 8 │ version 1 │ reserved 3 │ seconds since 1970 4 │ SipHash of all this and the client's address 8
/// ```
///
/// Immutable.
public final class Cookies {
  /// Octets of a secret.
  public static final int SECRET = 16;

  private static final int CLIENT = 8;
  private static final int HASH = 8;
  private static final int WHOLE = 24;
  private static final byte VERSION = 1;

  /// Seconds for which a cookie holds, and for which it may come from the future (RFC 9018 §4.3).
  private static final int LIFETIME = 3600;

  private static final int CLOCK_SKEW = 300;

  /// What a client's cookie says of the client.
  public enum Verdict {
    /// It shows none of ours; nothing is known of it.
    NEW,
    /// It got our cookie before at this address, so the address is not forged.
    KNOWN,
    /// What it shows is not ours, or too old, or made for somebody else.
    WRONG
  }

  private final List<byte[]> secrets;
  private final InstantSource clock;

  /// @param secrets of [#SECRET] octets each: cookies are made with the first, and taken if made
  ///   with any (RFC 9018 §5)
  public Cookies(List<byte[]> secrets, InstantSource clock) {
    this.secrets = List.copyOf(secrets);
    this.clock = clock;
  }

  /// The cookies for a response.
  ///
  /// @param cookie what the query's option holds, at least the client's 8 octets
  public byte[] reply(byte[] cookie, InetAddress client) {
    var whole = ByteBuffer.allocate(WHOLE);
    whole.put(cookie, 0, CLIENT).put(VERSION).put(new byte[3]).putInt((int) now());
    whole.put(hash(secrets.getFirst(), whole.array(), client));
    return whole.array();
  }

  /// Judges what a query's option holds.
  public Verdict judge(byte[] cookie, InetAddress client) {
    if (cookie.length == CLIENT) {
      return Verdict.NEW;
    }
    if (cookie.length != WHOLE || cookie[CLIENT] != VERSION) {
      return Verdict.WRONG;
    }
    int age = (int) now() - ByteBuffer.wrap(cookie).getInt(CLIENT + 4); // RFC 1982 arithmetic
    boolean isOurs =
        age <= LIFETIME
            && age >= -CLOCK_SKEW
            && secrets.stream().anyMatch(secret -> isMadeWith(secret, cookie, client));
    return isOurs ? Verdict.KNOWN : Verdict.WRONG;
  }

  private static boolean isMadeWith(byte[] secret, byte[] cookie, InetAddress client) {
    return Arrays.equals(hash(secret, cookie, client), 0, HASH, cookie, WHOLE - HASH, WHOLE);
  }

  private static byte[] hash(byte[] secret, byte[] cookie, InetAddress client) {
    byte[] address = client.getAddress();
    byte[] hashed = Arrays.copyOf(cookie, WHOLE - HASH + address.length);
    System.arraycopy(address, 0, hashed, WHOLE - HASH, address.length);
    long hash = SipHash.ofKey(secret, SipHash.Strength.COOKIE).of(hashed);
    return ByteBuffer.allocate(HASH).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
