package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.CookieServer.Demand;
import dev.cairn.forward.CookieServer.Flaw;
import dev.cairn.message.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class CookieServerTest {
  private static final byte[] CLIENT = {1, 2, 3, 4, 5, 6, 7, 8};

  private final CookieServer server =
      new CookieServer(Demand.NO_WRONG_ONE, Scripts.address("192.0.2.1"));

  private static Message query(CookieOption... cookie) {
    Message query = MessageClient.query("www.example");
    query.addRecord(new OPTRecord(1232, 0, 0, 0, cookie), Section.ADDITIONAL);
    return query;
  }

  private Message said(Message query) throws IOException {
    return new Message(server.repliesTo(query, Transport.UDP).getFirst());
  }

  private byte[] cookieFrom(Message reply) {
    return CookieServer.cookieIn(reply).getServerCookie().orElseThrow();
  }

  @Test
  void who_sends_a_client_cookie_gets_a_servers() throws IOException {
    Message reply = said(query(new CookieOption(CLIENT)));
    assertThat(reply.getRcode()).isZero();
    assertThat(CookieServer.cookieIn(reply).getClientCookie()).isEqualTo(CLIENT);
    assertThat(cookieFrom(reply)).isEqualTo(server.serverCookie(CLIENT));
  }

  @Test
  void who_sends_none_gets_none() throws IOException {
    assertThat(said(query()).getOPT()).isNull();
    assertThat(server.shown()).isEmpty();
  }

  @Test
  void a_wrong_cookie_is_refused_and_the_right_one_told() throws IOException {
    byte[] former = cookieFrom(said(query(new CookieOption(CLIENT))));
    server.changeSecret();
    Message refusal = said(query(new CookieOption(CLIENT, former)));
    assertThat(refusal.getRcode()).isEqualTo(Rcode.BADCOOKIE);
    assertThat(said(query(new CookieOption(CLIENT, cookieFrom(refusal)))).getRcode()).isZero();
  }

  @Test
  void who_must_show_one_is_refused_until_it_does_but_not_over_tcp() throws IOException {
    server.nowDemands(Demand.RIGHT_ONE);
    Message refusal = said(query(new CookieOption(CLIENT)));
    assertThat(refusal.getRcode()).isEqualTo(Rcode.BADCOOKIE);
    assertThat(said(query(new CookieOption(CLIENT, cookieFrom(refusal)))).getRcode()).isZero();
    assertThat(said(query()).getRcode()).isEqualTo(Rcode.BADCOOKIE);
    assertThat(new Message(server.repliesTo(query(), Transport.TCP).getFirst()).getRcode())
        .isZero();
  }

  @Test
  void its_flaws_show_in_what_it_gives() throws IOException {
    Message query = query(new CookieOption(CLIENT));
    server.nowErrs(Flaw.WRONG_CLIENT_COOKIE);
    assertThat(CookieServer.cookieIn(said(query)).getClientCookie()).isNotEqualTo(CLIENT);
    server.nowErrs(Flaw.NO_SERVER_COOKIE);
    assertThat(CookieServer.cookieIn(said(query)).getServerCookie()).isEmpty();
    server.nowErrs(Flaw.NO_COOKIE);
    assertThat(CookieServer.cookieIn(said(query))).isNull();
  }
}
