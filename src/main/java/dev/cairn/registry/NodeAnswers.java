package dev.cairn.registry;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.registry.NameSettings.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is said of nodes, and of names that stand for addresses.
final class NodeAnswers {
  private final int ttl;
  private final boolean tellsTexts;

  NodeAnswers(NameSettings settings) {
    this.ttl = Lifetimes.seconds(settings.lifetimes().nodes());
    this.tellsTexts = settings.texts().contains(Text.OF_NODES);
  }

  /// Null if there is nothing of this type.
  @Nullable Outcome ofNode(Query query, Node node) {
    Name name = query.question().name();
    return switch (Location.of(node.address())) {
      case Location.At at -> answer(query, address(name, at), texts(name, node));
      case Location.Nowhere _ -> answer(query, List.of(), texts(name, node));
      case Location.Host host -> {
        RecordSet alias = RecordSet.of(name, Type.CNAME, ttl, List.of(host.name().toWire()));
        yield switch (query.question().type()) {
          case Type.A, Type.AAAA ->
              new Alias(List.of(alias), List.of(), host.name(), Standing.AUTHORITATIVE);
          default -> answer(query, List.of(alias), texts(name, node)); // a number, not an outcome
        };
      }
    };
  }

  /// All records of a node that a zone can have.
  List<RecordSet> all(Name name, Node node) {
    List<RecordSet> sets = new ArrayList<>(2);
    switch (Location.of(node.address())) {
      case Location.At at -> {
        sets.addAll(address(name, at));
        sets.addAll(texts(name, node));
      }
      case Location.Nowhere _ -> sets.addAll(texts(name, node));
      case Location.Host host -> // with an alias there can be no texts
          sets.add(RecordSet.of(name, Type.CNAME, ttl, List.of(host.name().toWire())));
    }
    return sets;
  }

  /// Null if the address is of the other family.
  @Nullable Outcome ofAddress(Query query, byte[] octets) {
    return answer(query, address(query.question().name(), new Location.At(octets)), List.of());
  }

  private List<RecordSet> address(Name name, Location.At at) {
    return List.of(RecordSet.of(name, at.type(), ttl, List.of(at.octets())));
  }

  private @Nullable Outcome answer(Query query, List<RecordSet> addresses, List<RecordSet> texts) {
    int type = query.question().type();
    List<RecordSet> found = new ArrayList<>(2);
    addresses.stream().filter(set -> isAsked(set, type)).forEach(found::add);
    texts.stream().filter(set -> isAsked(set, type)).forEach(found::add);
    if (found.isEmpty()) {
      return null;
    }
    boolean isOfAddress = type == Type.A || type == Type.AAAA;
    List<RecordSet> along = isOfAddress && tellsTexts ? texts : List.of();
    return new Answer(List.of(), found, List.of(), along, Standing.AUTHORITATIVE);
  }

  private static boolean isAsked(RecordSet set, int type) {
    return type == Type.ANY || set.type() == type;
  }

  private List<RecordSet> texts(Name name, Node node) {
    return node.meta().isEmpty()
        ? List.of()
        : List.of(RecordSet.of(name, Type.TXT, ttl, Texts.of(node.meta())));
  }
}
