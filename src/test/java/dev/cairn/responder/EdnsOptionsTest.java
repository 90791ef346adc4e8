package dev.cairn.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Transport;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.EDNSOption.Code;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What options of a query are answered with (RFC 5001, RFC 7314, RFC 7828, RFC 7873).
final class EdnsOptionsTest {
  private static final Zone ZONE =
      ZoneText.zone(
          "example.org.",
          """
          @ 300 IN SOA ns hostmaster 7 7200 900 1209600 300
          @ 300 IN NS ns.example.net.
          www 300 IN A 192.0.2.1
          """);

  private final TestHouse house = TestHouse.ofZones(List.of(ZONE));

  @Test
  void nsid_says_which_server_answers() throws IOException {
    Message reply = ask("www.example.org.", Type.A, Transport.UDP, option(Code.NSID));
    assertThat(new String(data(reply, Code.NSID), StandardCharsets.US_ASCII)).isEqualTo("node-1");
  }

  @Test
  void expire_is_told_with_the_soa_of_a_zone_of_ours() throws IOException {
    Message reply = ask("example.org.", Type.SOA, Transport.UDP, option(Code.EDNS_EXPIRE));
    assertThat(data(reply, Code.EDNS_EXPIRE)).containsExactly(0, 0x12, 0x75, 0); // 1209600
    reply = ask("www.example.org.", Type.A, Transport.UDP, option(Code.EDNS_EXPIRE));
    assertThat(reply.getOPT().getOptions(Code.EDNS_EXPIRE)).isEmpty();
  }

  @Test
  void keepalive_is_told_over_tcp_alone() throws IOException {
    Message reply = ask("www.example.org.", Type.A, Transport.TCP, option(Code.TCP_KEEPALIVE));
    assertThat(data(reply, Code.TCP_KEEPALIVE)).containsExactly(0, 100); // tenths of a second
    reply = ask("www.example.org.", Type.A, Transport.UDP, option(Code.TCP_KEEPALIVE));
    assertThat(reply.getOPT().getOptions(Code.TCP_KEEPALIVE)).isEmpty();
  }

  @Test
  void a_client_cookie_comes_back_with_a_server_cookie() throws IOException {
    for (int length : new int[] {8, 16, 24, 40}) {
      Message reply =
          ask("www.example.org.", Type.A, Transport.UDP, option(Code.COOKIE, new byte[length]));
      assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(data(reply, Code.COOKIE)).hasSize(24).startsWith(new byte[8]);
    }
  }

  @Test
  void errors_carry_the_cookie_too() throws IOException {
    Message reply = ask("example.net.", Type.A, Transport.UDP, option(Code.COOKIE, new byte[8]));
    assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(data(reply, Code.COOKIE)).hasSize(24);
  }

  @Test
  void a_cookie_of_a_length_that_cannot_be_is_malformed() throws IOException {
    for (int length : new int[] {0, 7, 9, 15, 41}) {
      Message reply =
          ask("www.example.org.", Type.A, Transport.UDP, option(Code.COOKIE, new byte[length]));
      assertThat(reply.getRcode()).as(length + " octets").isEqualTo(Rcode.FORMERR);
    }
  }

  @Test
  void a_cookie_may_be_asked_for_without_a_question() throws IOException {
    var query = new Message(7);
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, List.of(option(Code.COOKIE, new byte[8]))),
        Section.ADDITIONAL);
    Message reply = sent(query, Transport.UDP);
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getQuestion()).isNull();
    assertThat(data(reply, Code.COOKIE)).hasSize(24);
  }

  @Test
  void what_a_later_version_says_is_not_read() throws IOException {
    Message query = Message.newQuery(Record.newRecord(ZONE.origin(), Type.SOA, DClass.IN));
    query.addRecord(
        new OPTRecord(1232, 0, 1, 0, List.of(option(Code.COOKIE, new byte[3]))),
        Section.ADDITIONAL);
    assertThat(sent(query, Transport.UDP).getRcode()).isEqualTo(Rcode.BADVERS);
  }

  @Test
  void options_that_nobody_knows_are_passed_over() throws IOException {
    Message reply =
        ask("www.example.org.", Type.A, Transport.UDP, option(65_001, 1, 2), option(100));
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getOPT().getOptions()).isEmpty();
  }

  @Test
  void all_options_are_answered_together() throws IOException {
    Message reply =
        ask(
            "example.org.",
            Type.SOA,
            Transport.TCP,
            option(Code.NSID),
            option(Code.COOKIE, new byte[8]),
            option(Code.EDNS_EXPIRE),
            option(Code.TCP_KEEPALIVE),
            option(65_001));
    assertThat(reply.getOPT().getOptions()).hasSize(4);
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
  }

  private Message ask(String name, int type, Transport transport, EDNSOption... options)
      throws IOException {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return sent(query, transport);
  }

  private Message sent(Message query, Transport transport) throws IOException {
    var exchange = new TestExchange(query.toWire(), transport);
    house.responder.respond(exchange);
    assertThat(house.observer.bug.get()).isNull();
    return new Message(exchange.sent());
  }

  private static EDNSOption option(int code, int... octets) {
    var data = new byte[octets.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) octets[i];
    }
    return option(code, data);
  }

  private static EDNSOption option(int code, byte[] data) {
    return new GenericEDNSOption(code, data);
  }

  private static byte[] data(Message reply, int code) throws IOException {
    return Stream.of(reply.getOPT())
        .flatMap(opt -> opt.getOptions(code).stream())
        .map(EdnsOptionsTest::data)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] data(EDNSOption option) {
    byte[] wire = option.toWire();
    return java.util.Arrays.copyOfRange(wire, 4, wire.length);
  }
}
