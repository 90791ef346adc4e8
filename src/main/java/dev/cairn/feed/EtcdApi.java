package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.feed.SourceSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON gateway of etcd (3.4 or newer). Numbers of 64 bits come as texts, keys and values in
/// base64.
final class EtcdApi implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final HttpDoor door;
  private final String prefix;
  private final Pace pace;

  /// Which cluster answers, and as of when.
  record Header(String cluster, long revision) {
    static Header of(JsonNode answer) {
      JsonNode header = answer.path("header");
      return new Header(header.path("cluster_id").asString(""), number(header.path("revision")));
    }

    Generation generation() {
      return new Generation(cluster, revision);
    }
  }

  /// All that there is below the prefix.
  record Reading(Header header, List<EtcdEntry> entries) {}

  private EtcdApi(HttpDoor door, String prefix, Pace pace) {
    this.door = door;
    this.prefix = prefix;
    this.pace = pace;
  }

  static EtcdApi open(Etcd settings, URI endpoint, Pace pace)
      throws IOException, InterruptedException {
    var door = new HttpDoor(settings.remote(), endpoint, Map.of(), pace.patience());
    try {
      if (settings.login() != null) {
        door.show(Map.of("Authorization", token(door, settings.login(), pace)));
      }
      return new EtcdApi(door, settings.prefix(), pace);
    } catch (IOException | InterruptedException e) {
      door.close();
      throw e;
    }
  }

  private static String token(HttpDoor door, Login login, Pace pace)
      throws IOException, InterruptedException {
    ObjectNode body = HttpDoor.JSON.createObjectNode();
    body.put("name", login.user());
    body.put("password", HttpDoor.secret(login.passwordFile()));
    var reply = door.await(door.post("/v3/auth/authenticate", body), pace.readingPatience());
    return answer(reply).path("token").asString("");
  }

  /// Reads page by page, all as of one revision.
  Reading read() throws IOException, InterruptedException {
    List<EtcdEntry> entries = new ArrayList<>();
    byte[] from = prefix.getBytes(UTF_8);
    Header header = null;
    while (true) {
      ObjectNode body = range(from, PAGE);
      if (header != null) {
        body.put("revision", Long.toString(header.revision()));
      }
      JsonNode answer = call("/v3/kv/range", body, pace.readingPatience());
      header = header == null ? Header.of(answer) : header;
      for (JsonNode kv : answer.path("kvs").values()) {
        entries.add(entry(kv));
        from = after(bytes(kv.path("key")));
      }
      if (entries.size() > Bounds.INSTANCES) {
        throw new IOException(
            "there are more than %,d keys below %s".formatted(Bounds.INSTANCES, prefix));
      }
      if (!answer.path("more").asBoolean(false) || answer.path("kvs").isEmpty()) {
        return new Reading(header, entries);
      }
    }
  }

  /// A question that costs little: how many keys there are, as of when.
  CompletableFuture<JsonNode> probe() {
    ObjectNode body = range(prefix.getBytes(UTF_8), 1);
    body.put("count_only", true);
    return door.post("/v3/kv/range", body)
        .thenApply(reply -> {
          try {
            return answer(reply);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// For how long a lease was granted; a second if it is over.
  Duration granted(long lease) throws IOException, InterruptedException {
    ObjectNode body = HttpDoor.JSON.createObjectNode();
    body.put("ID", Long.toString(lease));
    JsonNode answer = call("/v3/lease/timetolive", body, pace.readingPatience());
    return Duration.ofSeconds(Math.max(1, number(answer.path("grantedTTL"))));
  }

  /// Watches from a revision on.
  EtcdWatch watch(long revision) throws IOException, InterruptedException {
    ObjectNode create = HttpDoor.JSON.createObjectNode();
    create.put("key", base64(prefix.getBytes(UTF_8)));
    create.put("range_end", base64(end()));
    create.put("start_revision", Long.toString(revision));
    create.put("progress_notify", true);
    create.put("fragment", true); // so that no line is too long
    ObjectNode body = HttpDoor.JSON.createObjectNode();
    body.set("create_request", create);
    return new EtcdWatch(door.stream("/v3/watch", body, pace.readingPatience()));
  }

  /// An entry as a range or an event has it.
  EtcdEntry entry(JsonNode kv) throws IOException {
    byte[] key = bytes(kv.path("key"));
    return new EtcdEntry(
        EtcdEntry.Key.of(Arrays.copyOfRange(key, beginning(key), key.length)),
        bytes(kv.path("value")),
        number(kv.path("lease")));
  }

  private int beginning(byte[] key) {
    byte[] before = prefix.getBytes(UTF_8);
    boolean isBelow =
        key.length >= before.length
            && Arrays.equals(key, 0, before.length, before, 0, before.length);
    return isBelow ? before.length : 0;
  }

  private ObjectNode range(byte[] from, int limit) {
    ObjectNode body = HttpDoor.JSON.createObjectNode();
    body.put("key", base64(from));
    body.put("range_end", base64(end()));
    body.put("limit", Integer.toString(limit));
    return body;
  }

  /// The first key behind all that begin with the prefix. Its last octet is a slash.
  private byte[] end() {
    byte[] end = prefix.getBytes(UTF_8);
    end[end.length - 1]++;
    return end;
  }

  private static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private JsonNode call(String path, ObjectNode body, Duration patience)
      throws IOException, InterruptedException {
    return answer(door.await(door.post(path, body), patience));
  }

  private static JsonNode answer(HttpDoor.Reply reply) throws IOException {
    JsonNode answer = reply.json();
    if (reply.status() != 200) {
      String said = answer.path("message").asString(answer.path("error").asString(""));
      throw new IOException("etcd answered %d: %s".formatted(reply.status(), said));
    }
    return answer;
  }

  static long number(JsonNode text) {
    try {
      return Long.parseLong(text.asString("0"));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static byte[] bytes(JsonNode text) throws IOException {
    try {
      return Base64.getDecoder().decode(text.asString(""));
    } catch (IllegalArgumentException e) {
      throw new IOException("what came is not base64", e);
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
