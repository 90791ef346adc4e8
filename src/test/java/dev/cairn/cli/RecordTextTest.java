package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

final class RecordTextTest {
  @Test
  void data_that_cannot_be_written_is_said_so() {
    RecordText text = RecordText.of(new Unwritable());

    assertThat(text.name()).isEqualTo(".");
    assertThat(text.type()).isEqualTo("TXT");
    assertThat(text.data()).isEqualTo("; cannot be shown: broken \\027[2J");
  }

  @Test
  void control_characters_do_not_reach_the_terminal() {
    var record = new TXTRecord(Name.root, DClass.IN, 60, "\u001b[2J");

    assertThat(RecordText.of(record).data()).isEqualTo("\\027[2J");
    assertThat(RecordText.printable("a\tb\u009b")).isEqualTo("a\\009b\\155");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:0:80, 2001:db8::80",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:db8:0:0:0:0:0:0, 2001:db8::",
    "2001:db8:0:0:1:0:0:10, 2001:db8::1:0:0:10",
    "2001:0:0:1:0:0:0:10, 2001:0:0:1::10",
    "0:0:1:0:0:1:1:1, ::1:0:0:1:1:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
  })
  void an_ipv6_address_is_written_in_its_short_form(String full, String brief) {
    assertThat(RecordText.withoutZeros(full)).isEqualTo(brief);
  }

  /// Like a record that dnsjava reads from the wire and then cannot turn into text.
  private static final class Unwritable extends Record {
    private static final long serialVersionUID = 1L;

    Unwritable() {
      super(Name.root, Type.TXT, DClass.IN, 60);
    }

    @Override
    protected String rrToString() {
      throw new IllegalArgumentException("broken \u001b[2J");
    }

    @Override
    protected void rrFromWire(DNSInput in) throws IOException {}

    @Override
    protected void rdataFromString(Tokenizer tokenizer, Name origin) throws IOException {}

    @Override
    protected void rrToWire(DNSOutput out, Compression compression, boolean canonical) {}
  }
}
