package dev.cairn.consul;

import dev.cairn.registry.KeyValue;
import dev.cairn.registry.Registry;
import dev.cairn.registry.Resource;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `kv/…`: values by keys.
final class KeyValues {
  private static final long IN_ANY_CASE = -1;

  private final Registry registry;
  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;

  KeyValues(Registry registry, Shapes shapes, Reads reads) {
    this.registry = registry;
    this.directory = registry.directory();
    this.shapes = shapes;
    this.reads = reads;
  }

  List<Route> routes() {
    return List.of(
        Route.get("kv", Route.ANYTHING, this::read),
        Route.put("kv", Route.ANYTHING, this::write),
        Route.delete("kv", Route.ANYTHING, this::delete));
  }

  private Reply read(Request request) throws Refusal {
    String key = request.argument();
    if (request.parameters().has("keys")) {
      return reads.watched(request, new Resource.Values(key), () -> keys(request));
    }
    if (request.parameters().has("recurse")) {
      return reads.watched(
          request, new Resource.Values(key), () -> entries(request, directory.valuesUnder(key)));
    }
    if (key.isEmpty()) {
      throw Refusal.bad("Missing key name");
    }
    return reads.watched(request, new Resource.Value(key), () -> value(request));
  }

  private Page keys(Request request) {
    String prefix = request.argument();
    String separator = request.parameters().text("separator");
    Set<String> keys = new LinkedHashSet<>();
    for (KeyValue entry : directory.valuesUnder(prefix)) {
      int end = separator.isEmpty() ? -1 : entry.key().indexOf(separator, prefix.length());
      keys.add(end < 0 ? entry.key() : entry.key().substring(0, end + separator.length()));
    }
    if (keys.isEmpty()) {
      return missing();
    }
    return request.json(out -> {
      out.writeStartArray();
      keys.forEach(out::writeString);
      out.writeEndArray();
    });
  }

  private static Page missing() {
    return Page.empty(HttpResponseStatus.NOT_FOUND);
  }

  private Page value(Request request) {
    KeyValue entry = directory.value(request.argument());
    if (entry == null) {
      return missing();
    }
    return request.parameters().has("raw")
        ? new Page(HttpResponseStatus.OK, "text/plain", entry.value(), List.of())
            .with("Content-Security-Policy", "sandbox")
        : entries(request, List.of(entry));
  }

  private Page entries(Request request, Collection<KeyValue> entries) {
    if (entries.isEmpty()) {
      return missing();
    }
    return request.json(out -> {
      out.writeStartArray();
      entries.forEach(entry -> shapes.value(out, entry));
      out.writeEndArray();
    });
  }

  private Route.Written write(Request request) throws Refusal {
    refuseConflicts(request.parameters(), List.of("cas", "acquire", "release"));
    refuseSessions(request.parameters());
    String key = key(request);
    long flags = request.parameters().has("flags") ? number(request.parameters(), "flags") : 0;
    var entry = new KeyValue(key, request.asked().body(), flags, Stamp.NONE);
    return Route.Written.truth(registry.putValue(entry, condition(request.parameters())));
  }

  private static String key(Request request) throws Refusal {
    if (request.argument().isEmpty()) {
      throw Refusal.bad("Missing key name");
    }
    return request.argument();
  }

  private Route.Written delete(Request request) throws Refusal {
    refuseConflicts(request.parameters(), List.of("recurse", "cas"));
    if (request.parameters().has("recurse")) {
      return Route.Written.truth(registry.removeValues(request.argument()));
    }
    return Route.Written.truth(registry.removeValue(key(request), condition(request.parameters())));
  }

  private static void refuseConflicts(Parameters parameters, List<String> oneOf) throws Refusal {
    List<String> given = oneOf.stream().filter(parameters::has).toList();
    if (given.size() > 1) {
      throw Refusal.bad("Conflicting flags: " + String.join(", ", given));
    }
  }

  private static void refuseSessions(Parameters parameters) throws Refusal {
    for (String flag : List.of("acquire", "release")) {
      if (parameters.has(flag)) {
        throw Refusal.bad("sessions are not part of this server's Consul surface");
      }
    }
  }

  private static long condition(Parameters parameters) throws Refusal {
    if (!parameters.has("cas")) {
      return IN_ANY_CASE;
    }
    long index = number(parameters, "cas");
    return index < 0 ? Long.MAX_VALUE : index; // above 2^63, so above all of ours
  }

  /// Unsigned, of 64 bits.
  private static long number(Parameters parameters, String name) throws Refusal {
    try {
      return Long.parseUnsignedLong(parameters.text(name));
    } catch (NumberFormatException _) {
      throw Refusal.bad("Invalid " + name);
    }
  }
}
