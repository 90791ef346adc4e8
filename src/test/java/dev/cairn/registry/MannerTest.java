package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Transport;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Union.Voice;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What a source says of how its instances are given out.
class MannerTest {
  private final RegistryText text =
      new RegistryText(
          "consul.", List.of("set sources lab", "set service-ttl.api 60", "set service-ttl.db 0"));
  private final Mirroring mirroring = new Mirroring(text.registry, InstantSource.system(), _ -> {});

  @Test
  void an_own_ttl_stands_for_that_of_the_configuration() {
    mirror(instance("db", 1, new Manner(1, Duration.ofSeconds(5), null)));
    assertThat(ask("db", Type.A).ttl()).isEqualTo(5);
  }

  @Test
  void no_ttl_is_longer_than_that_of_a_lease() {
    mirror(instance("api", 1, new Manner(1, null, Duration.ofSeconds(10))));
    assertThat(ask("api", Type.A).ttl()).isEqualTo(10);
    mirror(instance("api", 1, new Manner(1, Duration.ofSeconds(30), Duration.ofSeconds(10))));
    assertThat(ask("api", Type.SRV).ttl()).isEqualTo(10);
    mirror(instance("db", 1, new Manner(1, null, Duration.ofSeconds(10))));
    assertThat(ask("db", Type.A).ttl()).as("that of the configuration").isZero();
  }

  @Test
  void records_of_one_set_have_the_shortest_of_their_ttls() {
    mirror(
        instance("api", 1, new Manner(1, Duration.ofSeconds(7), null)),
        instance("api", 2, Manner.USUAL));
    assertThat(ask("api", Type.A).ttl()).isEqualTo(7);
  }

  @Test
  void the_priority_is_that_of_the_source() {
    mirror(instance("api", 1, new Manner(20, null, null)));
    byte[] rdata = ask("api", Type.SRV).rdata().getFirst();
    assertThat(rdata).startsWith(0, 20, 0, 1, 0, 80);
  }

  private void mirror(Instance... instances) {
    var node = Samples.node("lab", "10.0.0.2");
    var mirror = new Mirror(List.of(node), List.of(instances), List.of());
    mirroring.mirror(List.of(new Voice("lab", false, mirror)));
  }

  private static Instance instance(String service, int number, Manner manner) {
    return new Instance(
        new Instance.Key("lab", service + ":" + number),
        service,
        List.of(),
        "10.0.0." + number,
        80,
        new Traits(Map.of(), Weights.EQUAL, Map.of(), false, manner),
        new Instance.Origin("lab", ""),
        Stamp.NONE);
  }

  private RecordSet ask(String service, int type) {
    var names = text.names(text.domain(), null, null, () -> new Random(1)).here();
    var question = Question.in(Name.fromConstantString(service + ".service.consul."), type);
    var query = new Query(1, question, new Flags(0), Edns.ABSENT, Transport.TCP);
    var answer = (Answer) names.resolve(query, Trace.NONE);
    return new ArrayList<>(answer.records()).getFirst();
  }
}
