package dev.cairn.registry;

import dev.cairn.message.Labels;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.registry.AskedName.Apex;
import dev.cairn.registry.AskedName.Between;
import dev.cairn.registry.AskedName.Elsewhere;
import dev.cairn.registry.AskedName.Form;
import dev.cairn.registry.AskedName.Nothing;
import dev.cairn.registry.AskedName.OfAddress;
import dev.cairn.registry.AskedName.OfNode;
import dev.cairn.registry.AskedName.OfService;
import dev.cairn.registry.AskedName.Shared;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.NameSettings.Empty;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.resolve.LentAnswer;
import dev.cairn.resolve.LentAnswer.Kind;
import dev.cairn.resolve.LentResolver;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Trace;
import dev.cairn.resolve.WholeResolver;
import dev.cairn.resolve.WholeZone;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Answers for one domain of services: from the directory, as it is at this moment.
///
/// ```
/// NameGrammar.read ─► what the name stands for ─► ServiceAnswers │ NodeAnswers │ the zone │ Denials
/// ```
///
/// A service is looked up once, and what is said comes from that one immutable value.
public final class ServiceNames implements LentResolver, WholeResolver {
  private final NameSettings settings;
  private final NameGrammar grammar;
  private final Packer packer;
  private final Ground ground;
  private final ServiceDirectory directory;
  private final Freshness freshness;
  private final ServiceAnswers services;
  private final NodeAnswers nodes;
  private final Denials denials;
  private final ApexRecords apex;
  private final @Nullable ZoneBeside zone;

  /// Where answers come from.
  ///
  /// @param chance cheap, for the calling thread
  public record Ground(
      ServiceDirectory directory,
      Freshness freshness,
      Supplier<? extends RandomGenerator> chance) {}

  /// A zone of the same name: it has the domain's own records, and names that are not the
  /// registry's.
  ///
  /// @param soa null if the zone could not be loaded
  public record ZoneBeside(LocalResolver names, @Nullable RecordSet soa) {
    private @Nullable WholeZone whole() {
      return names instanceof WholeResolver all ? all.whole() : null;
    }
  }

  /// @param zone null if there is none of the same name
  public ServiceNames(NameSettings settings, Ground ground, @Nullable ZoneBeside zone) {
    this.settings = settings;
    this.grammar = new NameGrammar(settings.domain());
    this.packer = new Packer(settings);
    this.ground = ground;
    this.directory = ground.directory();
    this.freshness = ground.freshness();
    this.services = new ServiceAnswers(settings, ground.chance());
    this.nodes = new NodeAnswers(settings);
    this.denials = new Denials(settings.sources());
    this.apex = new ApexRecords(settings, packer.names(), directory::index);
    this.zone = zone;
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    AskedName asked = grammar.read(query.question().labels());
    Outcome outcome =
        asked instanceof OfService service // most are
            ? service(service, query)
            : resolve(asked, query, trace);
    trace.services(settings.domain().name(), query.question(), outcome);
    return outcome;
  }

  /// Addresses and SRV records of a service by its name alone, all of them, as long as nothing is
  /// amiss: what nearly all clients ask for.
  @Override
  public void select(LentAnswer answer) {
    answer.is(Kind.NOT_MINE);
    boolean isUsual =
        answer.type() == Type.A || answer.type() == Type.AAAA || answer.type() == Type.SRV;
    if (isUsual
        && freshness.lapses().isEmpty()
        && grammar.read(answer.name()) instanceof OfService asked
        && asked.tag().isEmpty()
        && asked.form() == Form.WITH_LABEL) {
      Service service = directory.service(asked.service());
      if (service != null) {
        services.select(answer, service.offers(packer, Set.of()));
      }
    }
  }

  /// What is registered at this moment. With a zone of the same name all of both, under the zone's
  /// serial.
  @Override
  public @Nullable WholeZone whole() {
    Lapses lapses = freshness.lapses();
    if (lapses.leaveOut(settings.sources())) {
      return null; // as nobody may take what is missing for what does not exist
    }
    RecordSet soa = apex.soa(); // before the data, which may be newer but never older
    WholeZone beside = zone == null ? null : zone.whole();
    if (zone != null && beside == null) {
      return null;
    }
    Iterator<RecordSet> first =
        beside == null
            ? List.of(apex.nameServers()).iterator()
            : StreamSupport.stream(Spliterators.spliteratorUnknownSize(beside.others(), 0), false)
                .filter(this::isOfZone)
                .iterator();
    return new WholeZone(
        beside == null ? soa : beside.soa(),
        new DomainRecords(packer, lapses.expired(), first, directory, ground.chance().get()));
  }

  /// Whether a zone's records are given out, and not what the registry has to say of their name.
  private boolean isOfZone(RecordSet set) {
    return switch (grammar.read(Labels.of(set.owner()))) {
      case Apex _, Elsewhere _, Shared _ -> true;
      case OfService _, OfNode _, OfAddress _, Between _, Nothing _ -> false;
    };
  }

  private Outcome resolve(AskedName asked, Query query, Trace trace) {
    return switch (asked) {
      case OfService service -> service(service, query);
      case OfNode node -> node(node.node(), query);
      case OfAddress address -> orNoData(nodes.ofAddress(query, address.octets()));
      case Apex _ ->
          zone == null
              ? apex.resolve(query, directory.node(settings.domain().node()))
              : zone.names.resolve(query, trace);
      case Between _ -> Denials.noData(soa());
      case Nothing _ -> Denials.noName(soa());
      case Elsewhere _ -> zone == null ? Denials.noName(soa()) : zone.names.resolve(query, trace);
      case Shared shared -> shared(shared.name(), query, trace);
    };
  }

  /// The zone's own names stay the zone's.
  private Outcome shared(AskedName name, Query query, Trace trace) {
    if (zone == null) {
      return resolve(name, query, trace);
    }
    Outcome first = zone.names.resolve(query, trace);
    if (!(first instanceof NxDomain || first instanceof NotMine)) {
      return first;
    }
    Outcome ours = resolve(name, query, trace);
    return ours instanceof NxDomain ? first : ours;
  }

  private Outcome service(OfService asked, Query query) {
    Service service = directory.service(asked.service());
    Lapses lapses = freshness.lapses();
    if (service == null) {
      boolean mayBeAbove = asked.tag().isEmpty() && asked.service().startsWith("_");
      return mayBeAbove ? Denials.noData(soa()) : denials.unless(lapses, Denials.noName(soa()));
    }
    Offers offers = service.offers(packer, lapses.expired());
    int longestTtl = lapses.isEmpty() ? Integer.MAX_VALUE : longestTtl(lapses, offers);
    Outcome found = services.resolve(query, asked, offers, longestTtl);
    if (found == null) {
      return nothing(asked.tag(), offers, lapses);
    }
    return lapses.isEmpty() || found instanceof Alias // whose end says how old it is
        ? found
        : Denials.withAge(lapses, offers.offer("").sources(), found);
  }

  private int longestTtl(Lapses lapses, Offers offers) {
    return offers.offer("").sources().stream()
            .anyMatch(source -> lapses.bySource().get(source) instanceof Lapse.Stale)
        ? Lifetimes.seconds(settings.lifetimes().stale())
        : Integer.MAX_VALUE;
  }

  /// A service without instances that are given out is not there, nor is anything below it; neither
  /// is one with a tag that none of them has.
  private Outcome nothing(String tag, Offers offers, Lapses lapses) {
    if (!offers.offer(tag).isEmpty()) {
      return Denials.withAge(lapses, settings.sources(), Denials.noData(soa()));
    }
    if (!tag.isEmpty() && !offers.offer("").isEmpty() && offers.areBelow(tag)) {
      return Denials.noData(soa());
    }
    boolean hasName = settings.selection().empty() == Empty.NODATA && offers.areKnown(tag);
    return denials.unless(lapses, hasName ? Denials.noData(soa()) : Denials.noName(soa()));
  }

  private Outcome node(String name, Query query) {
    Node node = directory.node(name);
    return node == null
        ? denials.unless(freshness.lapses(), Denials.noName(soa()))
        : orNoData(nodes.ofNode(query, node));
  }

  private Outcome orNoData(@Nullable Outcome outcome) {
    return outcome == null ? Denials.noData(soa()) : outcome;
  }

  private RecordSet soa() {
    if (zone == null || zone.soa == null) {
      return apex.soa();
    }
    int ttl = Lifetimes.seconds(settings.lifetimes().negative());
    return zone.soa.withTtl(Math.min(ttl, zone.soa.ttl()));
  }
}
