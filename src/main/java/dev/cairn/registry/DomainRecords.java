package dev.cairn.registry;

import dev.cairn.message.RecordSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
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
/// has its SRV records only. One service at a time is made into records, when it is asked for.
final class DomainRecords implements Iterator<RecordSet> {
  private static final List<Integer> TYPES = List.of(Type.A, Type.AAAA, Type.SRV, Type.TXT);

  private final Packer packer;
  private final Set<String> expired;
  private final NodeAnswers nodeAnswers;
  private final boolean hasTexts;
  private final RandomGenerator chance;
  private final List<DomainNames> namings;
  private final Iterator<RecordSet> apex;
  private final Iterator<Service> services;
  private final Iterator<Node> nodes;
  private final Deque<RecordSet> next = new ArrayDeque<>();
  private final Set<Told> told = new HashSet<>();

  /// What stands in the zone already.
  private record Told(Name name, int type) {}

  /// @param apex what is not of the registry, and shares no name with it
  /// @param expired sources whose data is not given out
  DomainRecords(
      Packer packer,
      Set<String> expired,
      Iterator<RecordSet> apex,
      ServiceDirectory directory,
      RandomGenerator chance) {
    NameSettings settings = packer.settings();
    this.packer = packer;
    this.expired = expired;
    this.apex = apex;
    this.services = directory.services().iterator();
    this.nodes = directory.nodes().iterator();
    this.nodeAnswers = new NodeAnswers(settings);
    this.hasTexts = settings.texts().contains(NameSettings.Text.OF_SERVICES);
    this.chance = chance;
    this.namings =
        List.of(
            DomainNames.withoutDatacenter(settings.domain()), new DomainNames(settings.domain()));
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty()) {
      if (apex.hasNext()) {
        next.add(apex.next());
      } else if (services.hasNext()) {
        service(services.next());
      } else if (nodes.hasNext()) {
        node(nodes.next());
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public RecordSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all of the domain was told");
    }
    return next.remove();
  }

  private void service(Service service) {
    Offers offers = service.offers(packer, expired);
    if (offers.offer("").isEmpty()) {
      return;
    }
    int most = service.members().size();
    for (DomainNames names : namings) {
      byte[] name = names.ofService(service.name());
      addAll(name, offers, "", most);
      add(names.ofProtocol(service.name(), "tcp"), offers, "", Type.SRV, most);
      for (String tag : tagsOf(service)) {
        addAll(name == null ? null : DomainNames.dotted(tag, name), offers, tag, most);
        add(names.ofProtocol(service.name(), tag), offers, tag, Type.SRV, most);
      }
    }
  }

  private static Set<String> tagsOf(Service service) {
    Set<String> tags = new TreeSet<>();
    for (Member member : service.members()) {
      member.instance().tags().forEach(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
    }
    return tags;
  }

  private void addAll(byte @Nullable [] name, Offers offers, String tag, int most) {
    for (int type : TYPES) {
      if (type != Type.TXT || hasTexts) {
        add(name, offers, tag, type, most);
      }
    }
  }

  /// The records of one name and type, and the addresses that its targets need.
  private void add(byte @Nullable [] name, Offers offers, String tag, int type, int most) {
    if (name == null) {
      return;
    }
    Pool pool = offers.offer(tag).pool(type, most, chance);
    if (pool.isEmpty()) {
      return;
    }
    Name owner = RecordSet.nameAt(name, 0);
    take(pool.records(owner, pool.draw(pool.size(), chance), pool.size()));
    for (int i = 0; i < pool.size() && type == Type.SRV; i++) {
      for (RecordSet along : pool.along(i)) {
        if (along.owner().subdomain(packer.settings().domain().name())) {
          take(along);
        }
      }
    }
  }

  private void node(Node node) {
    for (DomainNames names : namings) {
      byte[] name = names.ofNode(node.name());
      if (name != null) {
        nodeAnswers.all(RecordSet.nameAt(name, 0), node).forEach(this::take);
      }
    }
  }

  /// Each name and type once: instances share targets, and a tag may look like a protocol.
  private void take(RecordSet set) {
    if (told.add(new Told(set.owner(), set.type()))) {
      next.add(set);
    }
  }
}
