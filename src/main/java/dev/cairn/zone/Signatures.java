package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.xbill.DNS.Type;

/// The signatures and the proofs of absence that stand in a signed zone.
record Signatures(Zone zone) implements Proofs {

  @Override
  public List<RecordSet> with(RecordSet set, int node) {
    int signatures = zone.signaturesOf(node, set.type());
    if (signatures < 0) {
      return List.of(set);
    }
    RecordSet all = zone.recordSet(set.owner(), signatures);
    return List.of(set, all.withTtl(Math.min(all.ttl(), set.ttl()))); // RFC 4034 §3
  }

  @Override
  public List<RecordSet> ofNoData(Labels name) {
    return proofs((denial, nodes) -> denial.noData(name, nodes));
  }

  @Override
  public List<RecordSet> ofNoName(Labels name, int encloser) {
    return proofs((denial, nodes) -> denial.noName(name, encloser, nodes));
  }

  @Override
  public List<RecordSet> ofWildcard(Labels name, int encloser) {
    return proofs((denial, nodes) -> denial.wildcard(name, encloser, nodes));
  }

  @Override
  public List<RecordSet> ofWildcardNoData(Labels name, int encloser) {
    return proofs((denial, nodes) -> denial.wildcardNoData(name, encloser, nodes));
  }

  private interface Question {
    void ask(Denial denial, IntConsumer nodes);
  }

  private List<RecordSet> proofs(Question question) {
    Denial denial = zone.denial();
    if (denial == null) {
      return List.of();
    }
    var nodes = IntStream.builder();
    question.ask(denial, nodes);
    var proofs = new ArrayList<RecordSet>();
    nodes.build().distinct().forEach(node -> prove(node, proofs::add));
    return proofs;
  }

  private void prove(int node, Consumer<RecordSet> into) {
    int set = Math.max(zone.setOf(node, Type.NSEC3), zone.setOf(node, Type.NSEC));
    with(zone.recordSet(zone.nameOf(node), set), node).forEach(into);
  }
}
