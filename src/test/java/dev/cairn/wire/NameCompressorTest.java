package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;

class NameCompressorTest {
  private static final int START = 12;

  private final NameCompressor names = new NameCompressor();
  private final byte[] message = new byte[65_535];
  private int at = START;

  @Test
  void a_name_that_was_written_before_is_a_pointer() throws IOException {
    write("www.example.org.");
    assertThat(write("www.example.org.")).isEqualTo(2);
    assertThat(Octets.get16(message, at - 2)).isEqualTo(0xC000 | START);
  }

  @Test
  void what_two_names_share_at_the_end_is_written_once() throws IOException {
    write("www.example.org.");
    assertThat(write("mail.example.org.")).isEqualTo(1 + 4 + 2);
    assertThat(write("a.mail.example.org.")).isEqualTo(1 + 1 + 2);
    assertThat(write("org.")).isEqualTo(2);
    assertThat(write("net.")).isEqualTo(1 + 3 + 1);
  }

  @Test
  void letters_of_either_case_are_the_same() throws IOException {
    write("www.Example.org.");
    assertThat(write("www.eXAMPLE.ORG.")).isEqualTo(2);
  }

  @Test
  void octets_that_are_no_letters_differ_though_their_bits_are_alike() throws IOException {
    write("\\064\\091.example."); // @ and [, 32 below ` and {
    assertThat(write("\\096\\123.example.")).isEqualTo(1 + 2 + 2);
  }

  @Test
  void the_root_is_one_octet() throws IOException {
    assertThat(write(".")).isEqualTo(1);
    assertThat(write(".")).isEqualTo(1);
  }

  @Test
  void a_dot_within_a_label_is_no_end_of_it() throws IOException {
    write("a.b.example.");
    assertThat(write("a\\.b.example.")).isEqualTo(1 + 3 + 2);
  }

  @Test
  void what_was_cleared_is_not_pointed_at() throws IOException {
    write("www.example.org.");
    names.clear(false);
    assertThat(write("www.example.org.")).isEqualTo(17);
  }

  @Test
  void what_was_written_after_a_mark_can_be_forgotten() throws IOException {
    write("www.example.org.");
    int mark = names.mark();
    int before = at;
    write("mail.example.org.");
    write("elsewhere.example.net.");
    names.forgetBehind(mark);
    at = before;
    Arrays.fill(message, at, at + 100, (byte) 0xFF);
    assertThat(write("mail.example.org.")).isEqualTo(1 + 4 + 2);
    assertThat(write("example.net.")).isEqualTo(13);
  }

  @Test
  void nothing_is_written_beyond_the_limit() {
    byte[] name = Name.fromConstantString("www.example.org.").toWire();
    for (int limit = START; limit < START + name.length; limit++) {
      message[limit] = 0x55;
      assertThat(names.write(name, 0, message, START, limit)).isEqualTo(-1);
      assertThat(message[limit]).isEqualTo((byte) 0x55);
      names.clear(false);
    }
    assertThat(names.write(name, 0, message, START, START + name.length))
        .isEqualTo(START + name.length);
    int end = START + name.length;
    assertThat(names.write(name, 0, message, end, end + 1)).isEqualTo(-1);
    assertThat(names.write(name, 0, message, end, end + 2)).isEqualTo(end + 2);
  }

  @Test
  void what_lies_too_far_behind_for_a_pointer_is_not_pointed_at() throws IOException {
    at = 0x3FFF;
    write("a.example.");
    at = 0x4100;
    assertThat(write("a.example.")).isEqualTo(2);
    assertThat(write("example.")).isEqualTo(9);
  }

  @Test
  void it_stops_remembering_and_goes_on_writing() throws IOException {
    var written = new ArrayList<Name>();
    for (int i = 0; i < 1_000; i++) {
      var name = Name.fromConstantString("host-" + i + ".of-" + i % 7 + ".example.org.");
      written.add(name);
      write(name.toString());
    }
    assertThat(readBack(1_000)).isEqualTo(written);
  }

  @Test
  void whatever_the_names_are_they_are_read_back_as_they_were() throws IOException {
    var random = new Random(20261121);
    for (int round = 0; round < 300; round++) {
      names.clear(false);
      at = START;
      var written = new ArrayList<Name>();
      for (int i = 0; i < 40; i++) {
        Name name = randomName(random, written);
        written.add(name);
        at = names.write(name.toWire(), 0, message, at, message.length);
      }
      assertThat(readBack(written.size())).isEqualTo(written);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  private static Name randomName(Random random, List<Name> before) throws IOException {
    byte[] end =
        before.isEmpty() || random.nextInt(4) == 0
            ? new byte[] {0}
            : before.get(random.nextInt(before.size())).toWire();
    var label = new byte[1 + 1 + random.nextInt(random.nextInt(10) == 0 ? 63 : 4)];
    random.nextBytes(label);
    label[0] = (byte) (label.length - 1);
    return label.length + end.length > 255 ? new Name(end) : new Name(joined(label, end));
  }

  /// Writes a name at the place reached; how many octets it took.
  private int write(String name) {
    int end = names.write(Name.fromConstantString(name).toWire(), 0, message, at, message.length);
    int length = end - at;
    at = end;
    return length;
  }

  private List<Name> readBack(int count) throws IOException {
    var in = new DNSInput(Arrays.copyOf(message, at));
    in.jump(START);
    var all = new ArrayList<Name>();
    for (int i = 0; i < count; i++) {
      all.add(new Name(in));
    }
    return all;
  }

  /// Names in one array, as those of a zone are, and each in an array of its own, of which no place
  /// is known.
  @Test
  void places_that_are_known_change_no_octet() throws IOException {
    var random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      var octets = new ByteArrayOutputStream();
      var starts = new ArrayList<Integer>();
      for (int i = 0; i < 40; i++) {
        starts.add(octets.size());
        octets.write(Name.fromConstantString(randomName(random)).toWire());
      }
      assertSame(octets.toByteArray(), starts, random);
    }
  }

  private static String randomName(Random random) {
    var name = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      name.append((char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(3))).append('.');
    }
    return name.append(random.nextBoolean() ? "t." : "z.").toString();
  }

  private static void assertSame(byte[] octets, List<Integer> starts, Random random) {
    var known = new NameCompressor();
    var unknown = new NameCompressor();
    byte[] one = new byte[1_000];
    byte[] other = new byte[1_000];
    int limit = random.nextInt(20, 400);
    int at = START;
    for (int step = 0; step < 200 && at >= 0; step++) {
      int from = starts.get(random.nextInt(starts.size()));
      int mark = known.mark();
      assertThat(unknown.mark()).isEqualTo(mark);
      int end = known.write(octets, from, one, at, limit);
      assertThat(unknown.write(octets.clone(), from, other, at, limit)).isEqualTo(end);
      if (random.nextInt(10) == 0) { // the set did not fit
        known.forgetBehind(mark);
        unknown.forgetBehind(mark);
      } else {
        at = end;
      }
    }
    assertThat(one).isEqualTo(other);
  }
}
