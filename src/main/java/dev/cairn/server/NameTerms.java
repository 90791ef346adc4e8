package dev.cairn.server;

import dev.cairn.config.Registry;
import dev.cairn.config.Source;
import dev.cairn.registry.NameSettings;
import dev.cairn.registry.NameSettings.Domain;
import dev.cairn.registry.NameSettings.Empty;
import dev.cairn.registry.NameSettings.Health;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.registry.NameSettings.Selection;
import dev.cairn.registry.NameSettings.Shares;
import dev.cairn.registry.NameSettings.Text;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// What `[registry]` says of names, in the words of those who answer them.
record NameTerms(Registry said, String node) {

  /// The registry's own domain.
  NameSettings own() {
    Set<String> sources = new HashSet<>(sourcesOf(null));
    sources.addAll(sourcesOf(said.naming().domain()));
    sources.add(""); // the registry itself
    return of(said.naming().domain(), sources);
  }

  /// A domain that is only of sources.
  NameSettings of(Name domain) {
    return of(domain, sourcesOf(domain));
  }

  Set<String> sourcesOf(@Nullable Name domain) {
    Set<String> names = new HashSet<>();
    for (Source source : said.sources()) {
      Name other = source.domain();
      if (domain == null ? other == null : domain.equals(other)) {
        names.add(source.name());
      }
    }
    return names;
  }

  private NameSettings of(Name domain, Set<String> sources) {
    var answers = said.answers();
    var lifetimes =
        new Lifetimes(
            answers.serviceTtl(),
            answers.nodeTtl(),
            answers.negativeTtl(),
            said.staleness().staleTtl(),
            Map.of());
    var selection =
        new Selection(
            answers.onlyPassing() ? Health.PASSING : Health.NOT_CRITICAL,
            answers.weightedAnswers() ? Shares.BY_WEIGHT : Shares.EQUAL,
            switch (answers.empty()) {
              case NXDOMAIN -> Empty.NXDOMAIN;
              case NODATA -> Empty.NODATA;
            },
            answers.aRecordLimit(),
            answers.udpAnswerLimit());
    Set<Text> texts = EnumSet.noneOf(Text.class);
    if (answers.nodeMetaTxt()) {
      texts.add(Text.OF_NODES);
    }
    if (answers.serviceTxt()) {
      texts.add(Text.OF_SERVICES);
    }
    return new NameSettings(
        new Domain(domain, said.naming().datacenter(), node), lifetimes, selection, texts, sources);
  }
}
