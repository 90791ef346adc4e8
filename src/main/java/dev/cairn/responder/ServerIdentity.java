package dev.cairn.responder;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Who we are, for those who ask in class CH: `version.bind` and `version.server`, `hostname.bind`
/// and `id.server` (RFC 4892).
///
/// @param version what the software calls itself
/// @param id which server of many this is
/// @param isTold whether the operator wants it said
public record ServerIdentity(String version, String id, boolean isTold) {
  private static final int LONGEST_STRING = 255;
  private static final Name VERSION_BIND = Name.fromConstantString("version.bind.");
  private static final Name VERSION_SERVER = Name.fromConstantString("version.server.");
  private static final Name HOSTNAME_BIND = Name.fromConstantString("hostname.bind.");
  private static final Name ID_SERVER = Name.fromConstantString("id.server.");
  private static final Refused NOT_TOLD =
      new Refused(new ExtendedError(ExtendedError.PROHIBITED, "not told in class CH"));

  /// The answer to a question of class CH.
  public Outcome resolve(Question question) {
    Name name = question.name();
    boolean isVersion = name.equals(VERSION_BIND) || name.equals(VERSION_SERVER);
    if (!isTold || !isVersion && !name.equals(HOSTNAME_BIND) && !name.equals(ID_SERVER)) {
      return NOT_TOLD;
    }
    if (question.type() != Type.TXT && question.type() != Type.ANY) {
      return new NoData(List.of(), List.of(), Standing.AUTHORITATIVE);
    }
    var text = new Question(name, Type.TXT, question.dnsClass());
    var set = RecordSet.of(name, text, 0, List.of(string(isVersion ? version : id)));
    return new Answer(List.of(), List.of(set), List.of(), List.of(), Standing.AUTHORITATIVE);
  }

  private static byte[] string(String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(octets.length, LONGEST_STRING);
    var rdata = new byte[1 + length];
    rdata[0] = (byte) length;
    System.arraycopy(Arrays.copyOf(octets, length), 0, rdata, 1, length);
    return rdata;
  }
}
