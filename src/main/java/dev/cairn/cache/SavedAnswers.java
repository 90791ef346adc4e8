package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.wire.CompiledReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.xbill.DNS.Name;

/// Writes what a cache holds, and reads it back.
///
/// ```
/// "CAIRN$$\n" version 4 │ S suffix, upstreams │ U upstream │ E entry … │ Z number of entries 4, CRC-32C 8
/// ```
///
/// Scopes and upstreams stand before the first entry that needs them, which has their number. Times
/// are those of the wall clock, so that TTLs go on counting meanwhile. Entries of a scope that
/// nobody looks at are read like all others: they are found if a configuration brings it back, and
/// make room first if not, as nobody asks for them.
public final class SavedAnswers {
  private static final long MAGIC = 0x434149524E24240AL; // an end of line, which text tools change
  private static final int VERSION = 2;
  private static final int SCOPE = 'S';
  private static final int UPSTREAM = 'U';
  private static final int ENTRY = 'E';
  private static final int END = 'Z';
  private static final int LONGEST_NAME = 255;
  private static final int LARGEST = 66_000; // octets of an entry
  private static final int MOST_SOURCES = 65_536;

  private final AnswerCache cache;
  private final InstantSource clock;

  /// @param clock of the wall
  public SavedAnswers(AnswerCache cache, InstantSource clock) {
    this.cache = cache;
    this.clock = clock;
  }

  /// Writes all that may still be served; how many entries that is.
  ///
  /// @param stale for how long what does not hold any more may be served
  public int write(OutputStream out, Duration stale) throws IOException {
    return new Writing(out).write(stale.toNanos());
  }

  /// Takes in what was written, up to the cache's maximum; how many entries that is. The cache must
  /// be in nobody's use yet: if this fails, it is empty.
  ///
  /// @throws IOException if that is not what was once written, whole
  public int read(InputStream in) throws IOException {
    try {
      return new Reading(in).read();
    } catch (IOException | RuntimeException e) {
      cache.purge(new Purge.All());
      throw e instanceof IOException io ? io : new IOException("it is damaged", e);
    }
  }

  /// What is being written.
  private final class Writing {
    private final CRC32C checksum = new CRC32C();
    private final DataOutputStream out;
    private final Map<Integer, Integer> scopes = new LinkedHashMap<>();
    private final Map<String, Integer> upstreams = new LinkedHashMap<>();
    private final long now = cache.now();
    private final long wall = clock.millis();

    Writing(OutputStream to) {
      out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(to, checksum)));
    }

    int write(long stale) throws IOException {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      int count = 0;
      for (var held : cache.held()) {
        if (held.getValue().isUsable(now, stale)) {
          entry((CacheKey) held.getKey(), held.getValue());
          count++;
        }
      }
      out.write(END);
      out.writeInt(count);
      out.flush(); // only now the checksum has seen it all
      out.writeLong(checksum.getValue());
      out.flush();
      return count;
    }

    private void entry(CacheKey key, Entry entry) throws IOException {
      int scope = scope(key.scope());
      int upstream = upstream(entry.upstream());
      out.write(ENTRY);
      out.writeInt(scope);
      out.writeInt(upstream);
      out.writeLong(key.withoutScope());
      out.write(key.length());
      out.write(key.bytes());
      out.writeLong(wall - TimeUnit.NANOSECONDS.toMillis(now - entry.keptAt()));
      out.writeInt(entry.seconds());
      out.writeInt(entry.compiled().length);
      out.write(entry.compiled());
    }

    private int scope(int number) throws IOException {
      Integer known = scopes.putIfAbsent(number, scopes.size());
      if (known != null) {
        return known;
      }
      Scope scope = cache.scopes().of(number);
      out.write(SCOPE);
      out.writeUTF(scope.suffix().toString());
      out.writeShort(scope.upstreams().size());
      for (String upstream : scope.upstreams()) {
        out.writeUTF(upstream);
      }
      out.writeUTF(scope.forbidden());
      return scopes.size() - 1;
    }

    private int upstream(String shown) throws IOException {
      Integer known = upstreams.putIfAbsent(shown, upstreams.size());
      if (known != null) {
        return known;
      }
      out.write(UPSTREAM);
      out.writeUTF(shown);
      return upstreams.size() - 1;
    }
  }

  /// What is being read. Believes no number.
  private final class Reading {
    private final CRC32C checksum = new CRC32C();
    private final DataInputStream in;
    private final List<Integer> scopes = new ArrayList<>();
    private final List<String> upstreams = new ArrayList<>();
    private final long now = cache.now();
    private final long wall = clock.millis();
    private int entries;
    private int taken;

    Reading(InputStream from) {
      in = new DataInputStream(new CheckedInputStream(new BufferedInputStream(from), checksum));
    }

    int read() throws IOException {
      if (in.readLong() != MAGIC) {
        throw new IOException("it is not a saved cache");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("its version is " + version + ", this server reads " + VERSION);
      }
      while (part(in.readUnsignedByte())) {}
      return taken;
    }

    /// Whether there is more.
    private boolean part(int kind) throws IOException {
      switch (kind) {
        case SCOPE -> scope();
        case UPSTREAM -> upstreams.add(checked(upstreams, in.readUTF()));
        case ENTRY -> entry();
        case END -> end();
        default -> throw new IOException("it is damaged: a part of kind " + kind);
      }
      return kind != END;
    }

    private static <T, V> V checked(List<T> sources, V next) throws IOException {
      if (sources.size() >= MOST_SOURCES) {
        throw new IOException("it is damaged: too many sources");
      }
      return next;
    }

    private void scope() throws IOException {
      Name suffix = Name.fromString(in.readUTF());
      List<String> names = new ArrayList<>();
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        names.add(in.readUTF());
      }
      var scope = new Scope(suffix, names, in.readUTF());
      scopes.add(checked(scopes, cache.scopes().numberOf(scope)));
    }

    private void entry() throws IOException {
      int scope = scopes.get(in.readInt());
      String upstream = upstreams.get(in.readInt());
      long withoutScope = in.readLong();
      byte[] name = octets(in.readUnsignedByte(), LONGEST_NAME);
      long age = wall - in.readLong();
      int seconds = in.readInt();
      byte[] compiled = octets(in.readInt(), LARGEST);
      var key = CacheKey.of(name, scope, withoutScope, cache.hashing());
      check(key, compiled, seconds);
      entries++;
      boolean isOfThePast = age >= 0; // or the clock was set back, and nobody knows how old it is
      if (isOfThePast && cache.hasRoomFor(key, compiled)) {
        long keptAt = now - TimeUnit.MILLISECONDS.toNanos(age);
        cache.restore(key, new Entry(compiled, upstream, seconds, keptAt));
        taken++;
      }
    }

    private byte[] octets(int length, int most) throws IOException {
      if (length < 0 || length > most) {
        throw new IOException("it is damaged: " + length + " octets");
      }
      return in.readNBytes(length);
    }

    /// The checksum is right for what was written so; here it is made sure that it can be served.
    private static void check(CacheKey key, byte[] compiled, int seconds) throws IOException {
      var question = new Question(RecordSet.nameAt(key.bytes(), 0), key.type(), key.dnsClass());
      Outcome outcome = CompiledReader.outcome(compiled, question, IntUnaryOperator.identity());
      if (outcome == null
          || seconds <= 0
          || RecordSets.in(outcome).stream()
              .flatMap(List::stream)
              .anyMatch(set -> set.ttl() < seconds)) {
        throw new IOException("it is damaged: an answer that cannot be read");
      }
    }

    private void end() throws IOException {
      int count = in.readInt();
      long seen = checksum.getValue();
      if (in.readLong() != seen || count != entries || in.read() >= 0) {
        throw new IOException("it is damaged: its checksum is wrong");
      }
    }
  }
}
