package dev.cairn.feed;

import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.TaggedAddress;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The form in which a snapshot is kept: fields are only ever added.
final class SnapshotJson {
  private static final int VERSION = 1;

  private record Kept(
      int v,
      String identity,
      String timeline,
      long generation,
      long syncedAt,
      List<KeptNode> nodes,
      List<KeptInstance> instances,
      List<KeptCheck> checks) {}

  private record KeptNode(
      String name,
      UUID id,
      String address,
      Map<String, String> taggedAddresses,
      Map<String, String> meta) {}

  private record KeptInstance(
      String node,
      String id,
      String service,
      List<String> tags,
      String address,
      int port,
      String source,
      Map<String, String> meta,
      int passing,
      int warning,
      Map<String, TaggedAddress> taggedAddresses,
      boolean enableTagOverride,
      int priority,
      @Nullable Long ttl,
      @Nullable Long longestTtl) {}

  private record KeptCheck(
      String node,
      String id,
      String name,
      String instance,
      String notes,
      String status,
      String output) {}

  private SnapshotJson() {}

  static byte[] write(Snapshot snapshot) {
    Mirror mirror = snapshot.mirror();
    return HttpDoor.JSON.writeValueAsBytes(
        new Kept(
            VERSION,
            snapshot.identity(),
            snapshot.generation().timeline(),
            snapshot.generation().number(),
            snapshot.syncedAt().toEpochMilli(),
            mirror.nodes().stream().map(SnapshotJson::kept).toList(),
            mirror.instances().stream().map(SnapshotJson::kept).toList(),
            mirror.checks().stream().map(SnapshotJson::kept).toList()));
  }

  static Snapshot read(byte[] text) throws IOException {
    try {
      Kept kept = HttpDoor.JSON.readValue(text, Kept.class);
      if (kept.v() != VERSION) {
        throw new IOException("it is of version " + kept.v());
      }
      return new Snapshot(
          kept.identity(),
          new Generation(kept.timeline(), kept.generation()),
          Instant.ofEpochMilli(kept.syncedAt()),
          new Mirror(
              kept.nodes().stream().map(SnapshotJson::node).toList(),
              kept.instances().stream().map(SnapshotJson::instance).toList(),
              kept.checks().stream().map(SnapshotJson::check).toList()));
    } catch (JacksonException | NullPointerException e) { // what is missing is null
      throw new IOException("it is damaged", e);
    }
  }

  private static KeptNode kept(Node node) {
    return new KeptNode(
        node.name(), node.id(), node.address(), node.taggedAddresses(), node.meta());
  }

  private static Node node(KeptNode kept) {
    return new Node(
        kept.name(), kept.id(), kept.address(), kept.taggedAddresses(), kept.meta(), Stamp.NONE);
  }

  private static KeptInstance kept(Instance one) {
    Traits traits = one.traits();
    return new KeptInstance(
        one.key().node(),
        one.key().id(),
        one.service(),
        one.tags(),
        one.address(),
        one.port(),
        one.origin().source(),
        traits.meta(),
        traits.weights().passing(),
        traits.weights().warning(),
        traits.taggedAddresses(),
        traits.enableTagOverride(),
        traits.manner().priority(),
        millis(traits.manner().ttl()),
        millis(traits.manner().longestTtl()));
  }

  private static Instance instance(KeptInstance kept) {
    return new Instance(
        new Instance.Key(kept.node(), kept.id()),
        kept.service(),
        kept.tags(),
        kept.address(),
        kept.port(),
        new Traits(
            kept.meta(),
            new Weights(kept.passing(), kept.warning()),
            kept.taggedAddresses(),
            kept.enableTagOverride(),
            new Manner(kept.priority(), duration(kept.ttl()), duration(kept.longestTtl()))),
        new Instance.Origin(kept.source(), ""),
        Stamp.NONE);
  }

  private static KeptCheck kept(Check check) {
    return new KeptCheck(
        check.key().node(),
        check.key().id(),
        check.name(),
        check.instance(),
        check.spec().notes(),
        check.result().status().word(),
        check.result().output());
  }

  private static Check check(KeptCheck kept) {
    Status status = Status.of(kept.status());
    return told(
        new Check.Key(kept.node(), kept.id()),
        new Subject(kept.name(), kept.instance(), kept.notes()),
        status == null ? Status.CRITICAL : status,
        kept.output());
  }

  /// What a check is about.
  record Subject(String name, String instance, String notes) {}

  /// A check whose result the source tells.
  static Check told(Check.Key key, Subject subject, Status status, String output) {
    return new Check(
        key,
        subject.name(),
        subject.instance(),
        CheckSpec.told(key.id(), status, subject.notes()),
        new Check.Result(status, output, 0, 0),
        Stamp.NONE);
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }

  private static @Nullable Duration duration(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
