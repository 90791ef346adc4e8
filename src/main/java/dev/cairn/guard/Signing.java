package dev.cairn.guard;

import dev.cairn.message.Tsig;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;

/// Signs the messages that answer one signed query, in the order in which they leave (RFC 8945
/// §5.3.1). Belongs to one thread at a time.
public final class Signing {
  private static final int HEADER = 12;

  private final Key key;
  private final Tsig asked;
  private final LongSupplier clock;
  private byte[] before; // the code of the message before this one: the query's, at first
  private boolean isFirst = true;

  /// @param asked the query's signature
  /// @param clock seconds since 1970
  public Signing(Key key, Tsig asked, LongSupplier clock) {
    this.key = key;
    this.asked = asked;
    this.clock = clock;
    this.before = asked.mac();
  }

  public Key key() {
    return key;
  }

  /// As long as any signature that this makes.
  public Tsig longest() {
    return new Tsig(
        key.name(), key.algorithmName(), 0, 0, new byte[key.octets()], 0, 0, new byte[6]);
  }

  /// The signature of the next message.
  ///
  /// @param message without one
  public Tsig sign(byte[] message, int length) {
    return sign(message, length, Rcode.NOERROR);
  }

  /// The same for an answer that says why the query's was not taken.
  public Tsig sign(byte[] message, int length, int error) {
    long now = clock.getAsLong();
    boolean isOfTime = error == Rcode.BADTIME;
    byte[] other = isOfTime ? time(now) : new byte[0];
    var bare =
        new Tsig(
            key.name(),
            key.algorithmName(),
            isOfTime ? asked.signed() : now,
            Tsig.USUAL_FUDGE,
            new byte[0],
            (message[0] & 0xFF) << 8 | message[1] & 0xFF,
            error,
            other);
    Mac mac = key.mac();
    mac.update(new byte[] {(byte) (before.length >>> 8), (byte) before.length});
    mac.update(before);
    mac.update(message, 0, length);
    if (isFirst) {
      variables(mac, bare);
    } else {
      mac.update(time(bare.signed()));
      mac.update(new byte[] {(byte) (bare.fudge() >>> 8), (byte) bare.fudge()});
    }
    isFirst = false;
    before = mac.doFinal();
    return new Tsig(
        bare.key(),
        bare.algorithm(),
        bare.signed(),
        bare.fudge(),
        before,
        bare.originalId(),
        error,
        other);
  }

  private static byte[] time(long seconds) {
    return ByteBuffer.allocate(6).putShort((short) (seconds >>> 32)).putInt((int) seconds).array();
  }

  /// The header of a message as it was before it was signed.
  static void header(Mac mac, byte[] message, int originalId) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).put(0, message, 0, HEADER);
    header.putShort(0, (short) originalId);
    header.putShort(10, (short) (header.getShort(10) - 1));
    mac.update(header);
  }

  /// What of the record itself is signed (RFC 8945 §4.3.3).
  static void variables(Mac mac, Tsig tsig) {
    mac.update(tsig.key().toWireCanonical());
    mac.update(ByteBuffer.allocate(6).putShort((short) DClass.ANY).putInt(0).flip());
    mac.update(tsig.algorithm().toWireCanonical());
    mac.update(time(tsig.signed()));
    mac.update(
        ByteBuffer.allocate(6)
            .putShort((short) tsig.fudge())
            .putShort((short) tsig.error())
            .putShort((short) tsig.other().length)
            .flip());
    mac.update(tsig.other());
  }
}
