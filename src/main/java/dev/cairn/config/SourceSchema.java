package dev.cairn.config;

import static dev.cairn.config.Measure.durations;

import dev.cairn.config.Source.Kind;
import dev.cairn.config.Source.Login;
import dev.cairn.config.Source.Mode;
import dev.cairn.config.Source.Remote;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Which keys `[[registry.source]]` has: some for all, some for those of one type.
final class SourceSchema {
  private static final Form<Type> TYPE = Words.of(Type.class);
  private static final Form<Mode> MODE = Words.of(Mode.class);
  private static final String PREFIX = "/services/";
  private static final String SKYDNS = "/skydns/";

  /// Each key that not all types have, and which do.
  private static final List<Special> SPECIAL =
      List.of(
          new Special("endpoints", List.of(Type.CONSUL, Type.ETCD)),
          new Special("ca", List.of(Type.CONSUL, Type.ETCD)),
          new Special("token-file", List.of(Type.CONSUL)),
          new Special("prefix", List.of(Type.ETCD)),
          new Special("user", List.of(Type.ETCD)),
          new Special("password-file", List.of(Type.ETCD)),
          new Special("directory", List.of(Type.FILE)));

  private final PathForms paths;
  private final Claims<String> names;

  private enum Type {
    CONSUL,
    ETCD,
    FILE
  }

  private record Special(String key, List<Type> types) {}

  /// @param names that sources have
  SourceSchema(PathForms paths, Claims<String> names) {
    this.paths = paths;
    this.names = names;
  }

  @Nullable Source source(TableReader table) {
    var name = table.required("name", RegistryForms.SOURCE, names);
    var type = table.required("type", TYPE);
    var mode = table.value("mode", MODE, Mode.UNION);
    int priority = table.integer("priority", 0, 1000, 0);
    Optional<Name> domain = table.value("domain", RegistryForms.DOMAIN_OR_NONE, Optional.empty());
    var ttl = table.optional("ttl", durations("0s", "7d"));
    SPECIAL.forEach(one -> judge(table, one, type));
    Kind kind = type == null ? null : kind(table, type);
    if (kind instanceof Kind.Etcd etcd && etcd.prefix().startsWith(SKYDNS) && domain.isEmpty()) {
      table.complain("prefix", "is of names in a domain; allowed: beside domain");
    }
    return name == null || kind == null
        ? null
        : new Source(name, kind, mode, priority, domain.orElse(null), ttl);
  }

  private static void judge(TableReader table, Special special, @Nullable Type type) {
    table.announce(special.key());
    if (type != null && table.isWritten(special.key()) && !special.types().contains(type)) {
      table.complain(
          special.key(),
          "has no meaning where type is %s".formatted(Shown.quoted(Words.written(type))));
    }
  }

  private @Nullable Kind kind(TableReader table, Type type) {
    return switch (type) {
      case CONSUL -> {
        var remote = remote(table);
        var token = existingFile(table, "token-file");
        yield remote == null ? null : new Kind.Consul(remote, token);
      }
      case ETCD -> {
        var remote = remote(table);
        var prefix = table.value("prefix", RegistryForms.PREFIX, PREFIX);
        var login = login(table);
        yield remote == null ? null : new Kind.Etcd(remote, prefix, login);
      }
      case FILE -> {
        var directory = table.required("directory", paths.folderToBe());
        yield directory == null ? null : new Kind.Files(directory);
      }
    };
  }

  private @Nullable Remote remote(TableReader table) {
    List<URI> endpoints = table.someValues("endpoints", RegistryForms.ENDPOINT);
    var authorities = table.value("ca", paths.authoritiesOrNone(), Optional.empty()).orElse(null);
    return endpoints.isEmpty() ? null : new Remote(endpoints, authorities);
  }

  private @Nullable Login login(TableReader table) {
    var user = table.value("user", RegistryForms.USER, "");
    var password = existingFile(table, "password-file");
    if (user.isEmpty() && password != null) {
      table.complain("password-file", "is of nobody; allowed: beside user");
    }
    if (!user.isEmpty() && !table.isWritten("password-file")) {
      table.complain("user", "has no password; allowed: beside password-file");
    }
    return user.isEmpty() || password == null ? null : new Login(user, password);
  }

  private @Nullable Path existingFile(TableReader table, String key) {
    return table.value(key, paths.existingFileOrNone(), Optional.empty()).orElse(null);
  }
}
