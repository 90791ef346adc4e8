package dev.cairn.registry;

import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// All that is given out in a domain at one moment, as records that a zone can have.
///
/// ```
/// each service ─► NAME.service, TAG.NAME.service, _NAME._tcp.service, _NAME._TAG.service ─┬─► with and without .DC
/// each node    ─► NODE.node                                                              ─┘
/// each target  ─► HEX.addr.DC
/// ```
///
/// A zone can have no alias beside other records (RFC 1034 §3.6.2): a service at the name of a host
/// has its SRV records only. A name or type that two things share is that of the first.
final class DomainRecords {
  private static final List<Integer> TYPES = List.of(Type.A, Type.AAAA, Type.SRV, Type.TXT);

  private final Packer packer;
  private final Set<String> expired;
  private final NodeAnswers nodeAnswers;
  private final boolean hasTexts;
  private final RandomGenerator chance;
  private final List<DomainNames> namings;
  private final Set<Told> told = new HashSet<>();

  /// What stands in the zone already.
  private record Told(Name name, int type) {}

  /// @param expired sources whose data is not given out
  DomainRecords(Packer packer, Set<String> expired, NodeAnswers nodes, RandomGenerator chance) {
    NameSettings settings = packer.settings();
    this.packer = packer;
    this.expired = expired;
    this.nodeAnswers = nodes;
    this.hasTexts = settings.texts().contains(NameSettings.Text.OF_SERVICES);
    this.chance = chance;
    this.namings =
        List.of(
            DomainNames.withoutDatacenter(settings.domain()), new DomainNames(settings.domain()));
  }

  /// The records of the domain itself, of services and of nodes, one after the other as they are
  /// asked for.
  Iterator<RecordSet> of(Iterator<RecordSet> apex, List<Service> services, List<Node> nodes) {
    return Stream.of(
            Stream.iterate(apex, Iterator::hasNext, each -> each).map(Iterator::next),
            services.stream().flatMap(this::service),
            nodes.stream().flatMap(this::node))
        .flatMap(each -> each)
        .filter(set -> told.add(new Told(set.owner(), set.type())))
        .iterator();
  }

  private Stream<RecordSet> service(Service service) {
    Offers offers = service.offers(packer, expired);
    if (offers.offer("").isEmpty()) {
      return Stream.empty();
    }
    int most = service.members().size();
    List<RecordSet> sets = new ArrayList<>();
    for (DomainNames names : namings) {
      byte[] name = names.ofService(service.name());
      addAll(name, offers, "", most, sets);
      add(names.ofProtocol(service.name(), "tcp"), offers, "", Type.SRV, most, sets);
      for (String tag : tagsOf(service)) {
        addAll(name == null ? null : DomainNames.dotted(tag, name), offers, tag, most, sets);
        add(names.ofProtocol(service.name(), tag), offers, tag, Type.SRV, most, sets);
      }
    }
    return sets.stream();
  }

  private static Set<String> tagsOf(Service service) {
    Set<String> tags = new TreeSet<>();
    for (Member member : service.members()) {
      member.instance().tags().forEach(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
    }
    return tags;
  }

  private void addAll(
      byte @Nullable [] name, Offers offers, String tag, int most, List<RecordSet> sets) {
    for (int type : TYPES) {
      if (type != Type.TXT || hasTexts) {
        add(name, offers, tag, type, most, sets);
      }
    }
  }

  /// The records of one name and type, and the addresses that its targets need.
  private void add(
      byte @Nullable [] name, Offers offers, String tag, int type, int most, List<RecordSet> sets) {
    if (name == null) {
      return;
    }
    Pool pool = offers.offer(tag).pool(type, most, chance);
    if (pool.isEmpty()) {
      return;
    }
    Name owner = RecordSet.nameAt(name, 0);
    sets.add(pool.records(owner, pool.draw(pool.size(), chance), pool.size()));
    for (int i = 0; i < pool.size() && type == Type.SRV; i++) {
      for (RecordSet along : pool.along(i)) {
        if (along.owner().subdomain(packer.settings().domain().name())) {
          sets.add(along);
        }
      }
    }
  }

  private Stream<RecordSet> node(Node node) {
    return namings.stream()
        .map(names -> names.ofNode(node.name()))
        .flatMap(name ->
            name == null
                ? Stream.empty()
                : nodeAnswers.all(RecordSet.nameAt(name, 0), node).stream());
  }
}
