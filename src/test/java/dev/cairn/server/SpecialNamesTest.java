package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Names that mean something by themselves (RFC 6761, 6303, 7686, 8375, 9462, 7793).
class SpecialNamesTest {
  private static final String[] NOTHING_THERE = {
    "www.invalid",
    "www.test",
    "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion",
    "printer.home.arpa",
    "other.resolver.arpa",
    "1.0.0.10.in-addr.arpa",
    "1.0.16.172.in-addr.arpa",
    "1.0.31.172.in-addr.arpa",
    "1.1.168.192.in-addr.arpa",
    "9.9.9.127.in-addr.arpa",
    "1.1.254.169.in-addr.arpa",
    "1.0.0.0.in-addr.arpa",
    "1.2.0.192.in-addr.arpa",
    "1.100.51.198.in-addr.arpa",
    "1.113.0.203.in-addr.arpa",
    "1.0.64.100.in-addr.arpa",
    "1.0.127.100.in-addr.arpa",
    "1.8.e.f.ip6.arpa",
    "1.b.e.f.ip6.arpa",
    "1.2.d.f.ip6.arpa",
    "1.8.b.d.0.1.0.0.2.ip6.arpa"
  };
  private static final String[] OUTSIDE = {
    "www.example",
    "invalid.example",
    "mytest",
    "arpa",
    "1.0.15.172.in-addr.arpa",
    "1.0.32.172.in-addr.arpa",
    "1.0.63.100.in-addr.arpa",
    "1.0.128.100.in-addr.arpa",
    "1.1.167.192.in-addr.arpa",
    "1.c.e.f.ip6.arpa",
    "1.9.b.d.0.1.0.0.2.ip6.arpa"
  };

  @Test
  void names_that_mean_something_by_themselves_are_not_asked_outside() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = forwarding(world, "")) {
      for (String name : NOTHING_THERE) {
        Message reply = server.ask(name, Type.TXT);
        assertThat(Rcode.string(reply.getRcode())).as(name).isEqualTo("NXDOMAIN");
        assertThat(reply.getSection(Section.AUTHORITY).getFirst()).isInstanceOf(SOARecord.class);
      }
      assertThat(world.datagrams()).isEmpty();
      for (String name : OUTSIDE) {
        assertThat(server.says(name)).as(name).isEqualTo("world");
      }
    }
  }

  @Test
  void localhost_is_this_machine_at_whatever_depth() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = forwarding(world, "")) {
      for (String name : new String[] {"localhost", "a.b.LOCALHOST"}) {
        var address = (ARecord) server.ask(name, Type.A).getSection(Section.ANSWER).getFirst();
        assertThat(address.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(server.ask(name, Type.AAAA).getSection(Section.ANSWER)).hasSize(1);
        Message other = server.ask(name, Type.MX);
        assertThat(other.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(other.getSection(Section.ANSWER)).isEmpty();
      }
      for (String name :
          new String[] {"1.0.0.127.in-addr.arpa", "1." + "0.".repeat(31) + "ip6.arpa"}) {
        var pointer = (PTRRecord) server.ask(name, Type.PTR).getSection(Section.ANSWER).getFirst();
        assertThat(pointer.getTarget()).hasToString("localhost.");
      }
      assertThat(world.datagrams()).isEmpty();
    }
  }

  @Test
  void their_apexes_have_soa_and_ns_and_this_resolver_has_no_other_addresses() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = forwarding(world, "")) {
      for (String apex : new String[] {"home.arpa", "10.in-addr.arpa", "d.f.ip6.arpa"}) {
        assertThat(server.ask(apex, Type.SOA).getSection(Section.ANSWER)).hasSize(1);
        assertThat(server.ask(apex, Type.NS).getSection(Section.ANSWER)).hasSize(1);
      }
      Message designated = server.ask("_dns.resolver.arpa", Type.SVCB);
      assertThat(designated.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(designated.getSection(Section.ANSWER)).isEmpty();
      assertThat(world.datagrams()).isEmpty();
    }
  }

  @Test
  void whether_home_arpa_is_signed_the_parent_is_asked() throws Exception {
    try (var world = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN));
        var server = forwarding(world, "")) {
      server.ask("home.arpa", Type.DS);
      assertThat(world.datagrams()).hasSize(1);
      server.ask("x.home.arpa", Type.DS);
      assertThat(world.datagrams()).hasSize(1);
    }
  }

  @Test
  void all_of_it_can_be_switched_off() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = forwarding(world, "special-names = false\n")) {
      for (String name : NOTHING_THERE) {
        assertThat(server.says(name)).as(name).isEqualTo("world");
      }
      assertThat(server.says("localhost")).isEqualTo("world");
    }
  }

  @Test
  void what_the_operator_says_of_such_a_name_or_below_it_comes_first() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var corp = TestUpstream.doing(always("corp"));
        var server = new TestServer()) {
      server.saveInPlace(server.file("home.arpa"), TestServer.zone("home"));
      server.saveInPlace(server.file("1.168.192.in-addr.arpa"), TestServer.zone("reverse"));
      server.config(
          upstreams(world, "")
              + rule("bench.test.", corp)
              + rule("invalid.", corp)
              + rule("10.in-addr.arpa.", corp));
      server.start();
      assertThat(server.says("a.bench.test")).isEqualTo("corp");
      assertThat(server.says("a.other.test")).isEqualTo("NXDOMAIN");
      assertThat(server.says("a.invalid")).isEqualTo("corp");
      assertThat(server.says("1.0.0.10.in-addr.arpa")).isEqualTo("corp");
      assertThat(server.says("www.home.arpa")).isEqualTo("home");
      assertThat(server.says("www.1.168.192.in-addr.arpa")).isEqualTo("reverse");
      assertThat(server.says("www.2.168.192.in-addr.arpa")).isEqualTo("NXDOMAIN");
      assertThat(world.datagrams()).isEmpty();
    }
  }

  @Test
  void who_may_not_have_others_asked_gets_none_of_it() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = forwarding(world, "[access]\nforward = []\n")) {
      assertThat(server.says("www.test")).isEqualTo("REFUSED");
      assertThat(server.says("localhost")).isEqualTo("REFUSED");
    }
  }

  @Test
  void a_server_that_forwards_nothing_knows_no_such_names() throws Exception {
    try (var server = new TestServer().start()) {
      assertThat(server.says("www.test")).isEqualTo("REFUSED");
      assertThat(server.says("localhost")).isEqualTo("REFUSED");
    }
  }

  @Test
  void names_that_are_denied_or_not_forwarded_are_asked_nowhere() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var server = new TestServer()) {
      server.saveInPlace(server.file("mine.internal.example"), TestServer.zone("mine"));
      server.config(
          upstreams(world, "")
              + "[[forward.rule]]\nsuffix = \"ads.example.\"\ndeny = \"nxdomain\"\n"
              + "[[forward.rule]]\nsuffix = \"bad.example.\"\ndeny = \"refused\"\n"
              + "[[forward.rule]]\nsuffix = \"internal.example.\"\nno-forward = true\n");
      server.start();
      assertThat(server.says("a.ads.example")).isEqualTo("NXDOMAIN");
      assertThat(server.says("ads.example")).isEqualTo("NXDOMAIN");
      assertThat(server.says("a.bad.example")).isEqualTo("REFUSED");
      assertThat(server.says("a.internal.example")).isEqualTo("REFUSED");
      assertThat(server.says("www.mine.internal.example")).isEqualTo("mine");
      for (String name : new String[] {"ads.example", "bad.example", "internal.example"}) {
        server.ask(name, Type.DS);
      }
      assertThat(world.datagrams()).isEmpty();
      assertThat(server.says("good.example")).isEqualTo("world");
    }
  }

  @Test
  void private_addresses_of_public_names_are_refused_where_the_operator_wants_it()
      throws Exception {
    try (var world = TestUpstream.doing(Scripts.address("192.168.1.1"));
        var server = new TestServer()) {
      server.config(
          upstreams(
                  world,
                  "rebinding-protection = true\nrebinding-exceptions = [\"home.example.\"]\n")
              + "[[forward.rule]]\nsuffix = \"corp.example.\"\nrebinding-protection = false\n");
      server.start();
      Message refused = server.ask("evil.example", Type.A);
      assertThat(refused.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(TestClient.why(refused)).contains("private addresses");
      assertThat(server.ask("nas.home.example", Type.A).getSection(Section.ANSWER)).hasSize(1);
      assertThat(server.ask("intra.corp.example", Type.A).getSection(Section.ANSWER)).hasSize(1);
    }
  }

  @Test
  void what_was_told_before_private_addresses_were_refused_counts_no_more() throws Exception {
    try (var world = TestUpstream.doing(Scripts.address("192.168.1.1"));
        var server = forwarding(world, "")) {
      assertThat(server.ask("www.example", Type.A).getSection(Section.ANSWER)).hasSize(1);
      server.config(upstreams(world, "rebinding-protection = true\n"));
      await().until(() -> server.ask("www.example", Type.A).getRcode() == Rcode.REFUSED);
      server.config(
          upstreams(world, "rebinding-protection = true\nrebinding-exceptions = [\"example.\"]\n"));
      await().until(() -> server.ask("www.example", Type.A).getRcode() == Rcode.NOERROR);
    }
  }

  @Test
  void an_alias_of_this_machine_is_a_private_address() throws Exception {
    try (var world = TestUpstream.doing(Scripts.answer("evil.example. 60 IN CNAME a.localhost."));
        var server = forwarding(world, "rebinding-protection = true\n")) {
      Message refused = server.ask("evil.example", Type.A);
      assertThat(refused.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(TestClient.why(refused)).contains("private addresses");
    }
  }

  private static TestServer forwarding(TestUpstream upstream, String more) throws Exception {
    var server = new TestServer();
    server.config(upstreams(upstream, more));
    return server.start();
  }

  private static String upstreams(TestUpstream upstream, String more) {
    return "[forward]\nupstreams = [\"%s\"]\n%s"
        .formatted(TestServer.shown(upstream.address()), more);
  }

  private static String rule(String suffix, TestUpstream upstream) {
    return "[[forward.rule]]\nsuffix = \"%s\"\nupstreams = [\"%s\"]\n"
        .formatted(suffix, TestServer.shown(upstream.address()));
  }

  private static TestUpstream.Script always(String text) {
    return (query, transport) ->
        Scripts.answer(query.getQuestion().getName() + " 60 IN TXT " + text)
            .repliesTo(query, transport);
  }
}
