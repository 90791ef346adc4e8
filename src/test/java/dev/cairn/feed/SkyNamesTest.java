package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Transport;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Lapses;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Union.Voice;
import dev.cairn.resolve.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class SkyNamesTest {
  private static final Etcd KIND =
      new Etcd(new Remote(List.of(URI.create("http://127.0.0.1:2379")), null), "/skydns", null);
  private static final SourceSettings SETTINGS =
      new SourceSettings("sky", KIND, Rank.USUAL, null, null);

  private Lapses lapses = Lapses.NONE;
  private final List<Instance> instances = new ArrayList<>();
  private final SkyNames names =
      new SkyNames(
          new SkyNames.Terms(
              Name.fromConstantString("example.com."),
              Duration.ofSeconds(30),
              Duration.ofSeconds(20),
              List.of("sky")),
          () -> lapses,
          () -> Instant.ofEpochSecond(7));

  @Test
  void a_name_stands_for_its_key_and_all_below_it() {
    put("com/example/www/x1", "{\"host\":\"10.0.0.1\"}");
    put("com/example/www/x2", "{\"host\":\"10.0.0.2\",\"ttl\":60}");
    put("com/example/www2", "{\"host\":\"10.0.0.9\"}");
    assertThat(ask("www.example.com.", Type.A))
        .containsExactlyInAnyOrder("60 A 10.0.0.1", "60 A 10.0.0.2");
    assertThat(ask("X1.www.example.com.", Type.A)).containsExactly("300 A 10.0.0.1");
    assertThat(resolve("www.example.com.", Type.AAAA)).isInstanceOf(NoData.class);
    assertThat(resolve("w.example.com.", Type.A)).isInstanceOf(NxDomain.class);
  }

  @Test
  void weights_are_shares_of_those_of_the_same_priority() {
    put("com/example/db/a", "{\"host\":\"10.0.0.1\",\"port\":5432,\"weight\":50}");
    put("com/example/db/b", "{\"host\":\"10.0.0.2\",\"port\":5432}");
    put("com/example/db/c", "{\"host\":\"db.example.net\",\"port\":1,\"priority\":20}");
    assertThat(ask("db.example.com.", Type.SRV))
        .containsExactlyInAnyOrder(
            "300 SRV 10 33 5432 a.db.example.com.",
            "300 SRV 10 66 5432 b.db.example.com.",
            "300 SRV 20 100 1 db.example.net.");
    assertThat(((Answer) resolve("db.example.com.", Type.SRV)).additional())
        .extracting(RecordSet::owner)
        .containsExactly(name("a.db.example.com."), name("b.db.example.com."));
  }

  @Test
  void the_target_of_an_address_is_the_key_without_the_labels_that_are_stripped() {
    put(
        "com/example/mail/1a2b3c4d",
        "{\"host\":\"10.0.0.1\",\"mail\":true,\"priority\":5,\"targetstrip\":1}");
    assertThat(ask("mail.example.com.", Type.MX)).containsExactly("300 MX 5 mail.example.com.");
  }

  @Test
  void a_host_that_is_a_name_is_an_alias_unless_there_are_addresses() {
    put("com/example/www/a", "{\"host\":\"web.example.net\"}");
    assertThat(resolve("www.example.com.", Type.A))
        .isInstanceOfSatisfying(
            Alias.class, alias -> assertThat(alias.target()).isEqualTo(name("web.example.net.")));
    put("com/example/www/b", "{\"host\":\"2001:db8::1\"}");
    assertThat(ask("www.example.com.", Type.AAAA)).containsExactly("300 AAAA 2001:db8:0:0:0:0:0:1");
    assertThat(resolve("www.example.com.", Type.A)).isInstanceOf(NoData.class);
  }

  @Test
  void texts_are_split_where_they_are_too_long() {
    put("com/example/t", "{\"text\":\"%s\"}".formatted("x".repeat(300)));
    assertThat(ask("t.example.com.", Type.TXT))
        .containsExactly("300 TXT %s %s".formatted("x".repeat(255), "x".repeat(45)));
  }

  @Test
  void the_group_of_the_shortest_key_leaves_out_others() {
    put("com/example/g", "{\"host\":\"10.0.0.1\",\"group\":\"a\"}");
    put("com/example/g/1", "{\"host\":\"10.0.0.2\",\"group\":\"a\"}");
    put("com/example/g/2", "{\"host\":\"10.0.0.3\",\"group\":\"b\"}");
    put("com/example/g/3", "{\"host\":\"10.0.0.4\"}");
    assertThat(ask("g.example.com.", Type.A))
        .containsExactlyInAnyOrder("300 A 10.0.0.1", "300 A 10.0.0.2", "300 A 10.0.0.4");
  }

  @Test
  void the_domain_itself_has_its_own_keys_and_name_servers() {
    put("com/example/dns/apex/1", "{\"host\":\"10.0.0.1\"}");
    put("com/example/dns/ns/one", "{\"host\":\"10.0.0.53\"}");
    put("com/example/www", "{\"host\":\"10.0.0.9\"}");
    assertThat(ask("example.com.", Type.A)).containsExactly("300 A 10.0.0.1");
    assertThat(ask("example.com.", Type.NS)).containsExactly("300 NS one.ns.dns.example.com.");
    assertThat(ask("example.com.", Type.SOA))
        .containsExactly("30 SOA ns.dns.example.com. hostmaster.example.com. 7 3600 600 86400 30");
    assertThat(resolve("example.com.", Type.MX)).isInstanceOf(NoData.class);
  }

  @Test
  void no_answer_outlives_a_lease() {
    put("com/example/a", "{\"host\":\"10.0.0.1\",\"ttl\":60}", Duration.ofSeconds(10));
    assertThat(ask("a.example.com.", Type.A)).containsExactly("10 A 10.0.0.1");
  }

  @Test
  void while_the_source_is_away_answers_say_so_and_are_short() {
    put("com/example/a", "{\"host\":\"10.0.0.1\"}");
    lapses = new Lapses(Map.of("sky", new Lapse.Stale(93)));
    assertThat(ask("a.example.com.", Type.A)).containsExactly("20 A 10.0.0.1");
    assertThat(resolve("none.example.com.", Type.A))
        .isInstanceOfSatisfying(
            Stale.class,
            stale -> {
              assertThat(stale.outcome()).isInstanceOf(NxDomain.class);
              assertThat(stale.why())
                  .isEqualTo(new ExtendedError(ExtendedError.STALE_ANSWER, "source sky stale 93s"));
            });
    lapses = new Lapses(Map.of("sky", new Lapse.Expired(100)));
    assertThat(resolve("a.example.com.", Type.A)).isInstanceOf(Failed.class);
  }

  @Test
  void nobody_says_that_a_name_does_not_exist_before_the_source_has_told() {
    lapses = new Lapses(Map.of("sky", new Lapse.Unsynced(3)));
    assertThat(resolve("a.example.com.", Type.A))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.why().code()).isEqualTo(ExtendedError.NOT_READY));
  }

  @Test
  void values_that_mean_nothing_are_told_apart() {
    for (String bad :
        List.of(
            "10.0.0.1",
            "[]",
            "{\"host\":\"not a host\"}",
            "{\"host\":true}",
            "{\"host\":\"010.0.0.1\"}",
            "{\"host\":\"a\",\"port\":70000}",
            "{\"host\":\"a\",\"port\":\"80\"}")) {
      assertThat(read("com/example/a", bad, null))
          .as(bad)
          .isInstanceOf(EtcdValues.Reading.Bad.class);
    }
    assertThat(read("com//a", "{}", null)).isInstanceOf(EtcdValues.Reading.Bad.class);
  }

  private void put(String path, String value) {
    put(path, value, null);
  }

  private void put(String path, String value, Duration lease) {
    assertThat(read(path, value, lease))
        .isInstanceOfSatisfying(
            EtcdValues.Reading.Good.class, good -> instances.add(good.instance()));
    names.take(List.of(new Voice("sky", false, new Mirror(List.of(), instances, List.of()))));
  }

  private static EtcdValues.Reading read(String path, String value, Duration lease) {
    return EtcdValues.of(SETTINGS, KIND).read(path, value.getBytes(UTF_8), lease);
  }

  private Outcome resolve(String name, int type) {
    var question = Question.in(name(name), type);
    return names.resolve(
        new Query(1, question, new Flags(0), Edns.ABSENT, Transport.TCP), Trace.NONE);
  }

  /// The answer's records in presentation form, without the owner.
  private List<String> ask(String name, int type) {
    Outcome outcome = resolve(name, type);
    Outcome said = outcome instanceof Stale stale ? stale.outcome() : outcome;
    assertThat(said).isInstanceOf(Answer.class);
    List<String> texts = new ArrayList<>();
    for (RecordSet set : ((Answer) said).records()) {
      for (byte[] rdata : set.rdata()) {
        Record one = Record.newRecord(set.owner(), set.type(), DClass.IN, set.ttl(), rdata);
        texts.add("%d %s %s".formatted(set.ttl(), Type.string(set.type()), one.rdataToString()));
      }
    }
    return texts;
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
