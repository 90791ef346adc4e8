package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// The data of a HIP record: algorithm, tag, key, and rendezvous servers if there are (RFC 8005
/// §5).
final class HostIdentityField implements RdataField {
  private static final int HEADER = 4;

  @Override
  public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
    long algorithm = in.number("an algorithm", 0xFF);
    byte @Nullable [] tag = CodedField.hex(in.take("a host identity tag"));
    if (tag == null || tag.length == 0 || tag.length > 0xFF) {
      throw in.isNo("host identity tag, allowed are up to 255 pairs of hexadecimal digits");
    }
    byte @Nullable [] key = CodedField.base64(in.take("a key"));
    if (key == null || key.length == 0 || key.length > 0xFFFF) {
      throw in.isNo("key, allowed is base64 in one word");
    }
    out.write(tag.length);
    out.write((int) algorithm);
    PlainField.put(key.length, 2, out);
    out.writeBytes(tag);
    out.writeBytes(key);
    while (in.hasMore()) {
      out.writeBytes(in.name());
    }
  }

  @Override
  public int skip(byte[] rdata, int at) {
    if (rdata.length - at < HEADER) {
      return MALFORMED;
    }
    int tag = rdata[at] & 0xFF;
    int key = Zone.getShort(rdata, at + 2);
    int end = at + HEADER + tag + key;
    if (tag == 0 || key == 0 || end > rdata.length) {
      return MALFORMED;
    }
    while (end >= 0 && end < rdata.length) {
      end = PlainField.NAME.skip(rdata, end);
    }
    return end;
  }
}
