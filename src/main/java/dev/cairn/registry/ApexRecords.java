package dev.cairn.registry;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.NameSettings.Domain;
import dev.cairn.registry.NameSettings.Lifetimes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The domain's own records where no zone file has them: the SOA, whose serial is the index of the
/// directory, and one name server, which is the node that this server runs on.
final class ApexRecords {
  private static final int REFRESH = 3_600;
  private static final int RETRY = 600;
  private static final int EXPIRE = 86_400;

  private final Name domain;
  private final byte[] nameServer;
  private final int negativeTtl;
  private final int nodeTtl;
  private final LongSupplier index;
  private @Nullable Made made;

  /// The SOA of one index; a race makes it twice, which harms nobody.
  private record Made(long index, RecordSet soa) {}

  ApexRecords(NameSettings settings, DomainNames names, LongSupplier index) {
    Domain named = settings.domain();
    byte[] node = names.ofNode(named.node());
    this.domain = named.name();
    this.nameServer = node == null ? domain.toWire() : node;
    this.negativeTtl = Lifetimes.seconds(settings.lifetimes().negative());
    this.nodeTtl = Lifetimes.seconds(settings.lifetimes().nodes());
    this.index = index;
  }

  RecordSet soa() {
    long now = index.getAsLong();
    Made known = made;
    if (known == null || known.index != now) {
      known = new Made(now, soa((int) now));
      made = known;
    }
    return known.soa;
  }

  private RecordSet soa(int serial) {
    byte[] mailbox = Name.fromConstantString("hostmaster." + domain).toWire();
    byte[] rdata =
        ByteBuffer.allocate(nameServer.length + mailbox.length + 20)
            .put(nameServer)
            .put(mailbox)
            .putInt(serial)
            .putInt(REFRESH)
            .putInt(RETRY)
            .putInt(EXPIRE)
            .putInt(negativeTtl)
            .array();
    return RecordSet.of(domain, Type.SOA, negativeTtl, List.of(rdata));
  }

  /// What is said of the domain's own name.
  ///
  /// @param self the node that this server runs on, null if the directory does not have it
  Outcome resolve(Query query, @Nullable Node self) {
    int type = query.question().type();
    Name name = query.question().name();
    List<RecordSet> found = new ArrayList<>(2);
    if (type == Type.SOA || type == Type.ANY) {
      found.add(soa().withOwner(name));
    }
    if (type == Type.NS || type == Type.ANY) {
      found.add(nameServers().withOwner(name));
    }
    return found.isEmpty()
        ? Denials.noData(soa())
        : new Answer(List.of(), found, List.of(), glue(type, self), Standing.AUTHORITATIVE);
  }

  /// The name server.
  RecordSet nameServers() {
    return RecordSet.of(domain, Type.NS, nodeTtl, List.of(nameServer));
  }

  private List<RecordSet> glue(int type, @Nullable Node self) {
    if (type != Type.NS || self == null) {
      return List.of();
    }
    return Location.of(self.address()) instanceof Location.At at
        ? List.of(
            RecordSet.of(RecordSet.nameAt(nameServer, 0), at.type(), nodeTtl, List.of(at.octets())))
        : List.of();
  }
}
