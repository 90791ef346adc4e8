package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Edns;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Query;
import dev.cairn.resolve.Report;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.Timekeeper;
import dev.cairn.upstream.UpstreamObserver;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.wire.Reply;
import dev.cairn.wire.ReplyReader;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Whatever comes back, nothing is thrown, nothing hangs, and the next upstream is asked.
class HostileReplyTest {
  private static final Query QUERY = Told.query("www.example.com.", Type.A, 0, Edns.DNSSEC_OK);
  private static final String[] ANSWER = {
    "example.com. 300 IN DNAME example.net.",
    "www.example.com. 300 IN CNAME www.example.net.",
    "www.example.net. 300 IN CNAME b.example.net.",
    "www.example.net. 300 IN RRSIG CNAME 13 3 300 20300101000000 20250101000000 1 com. AAAA",
    "b.example.net. 300 IN A 192.0.2.1"
  };

  private final ForwardFixture fixture = new ForwardFixture();
  private final ReplyReader reader = new ReplyReader();
  private final ReplyJudge judge = new ReplyJudge(Rebinding.ALLOWED);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void mutilated_replies_are_judged_and_kept_without_exceptions() throws IOException {
    List<byte[]> seeds = List.of(positive(), negative());
    var random = new Random(20261120);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] mutilated = mutilated(seeds.get(i % 2), random);
      Reply reply = reader.read(mutilated, mutilated.length);
      if (reply != null && judge.judge(QUERY, reply) instanceof Verdict.Told told) {
        Told.keep(fixture.view, QUERY, new Report(told.outcome(), "", 0));
        read++;
      }
    }
    assertThat(read).isPositive();
    assertThat(fixture.cache.octets()).isLessThan(1 << 17);
  }

  @Test
  void what_makes_us_fail_is_counted_and_the_next_upstream_is_asked() throws IOException {
    var observer =
        new UpstreamObserver() {
          @Override
          public void replied(Endpoint upstream, long nanos) {
            throw new IllegalStateException("a bug");
          }
        };
    var pool =
        new UpstreamPool(
            ForwardFixture.sockets(fixture.loops),
            Timekeeper.SYSTEM,
            new SecureRandom(),
            observer,
            10);
    try (pool;
        var upstream = TestUpstream.answering(ANSWER)) {
      var settings = ForwardSettings.of(List.of(Endpoint.at(upstream.address())));
      var forwarder = new Forwarder(settings, pool, fixture.view);
      assertThat(ForwardFixture.asking(forwarder, QUERY).join()).isInstanceOf(Failed.class);
      assertThat(pool.statistics().getFirst().counts().failures()).containsEntry(Fault.BUG, 1L);
    }
  }

  private static byte[] mutilated(byte[] seed, Random random) {
    byte[] octets =
        random.nextInt(4) == 0
            ? Arrays.copyOf(seed, 12 + random.nextInt(seed.length - 11))
            : seed.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    }
    return octets;
  }

  private static byte[] positive() {
    return Scripts.reply(query(), Rcode.NOERROR, ANSWER).toWire();
  }

  private static byte[] negative() {
    Message reply = Scripts.reply(query(), Rcode.NXDOMAIN);
    reply.addRecord(Told.record(Told.SOA), Section.AUTHORITY);
    reply.addRecord(
        Told.record("a.example.com. 300 IN NSEC z.example.com. A NSEC"), Section.AUTHORITY);
    return reply.toWire();
  }

  private static Message query() {
    return Message.newQuery(Record.newRecord(QUERY.question().name(), Type.A, 1));
  }
}
