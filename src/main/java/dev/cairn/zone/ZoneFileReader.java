package dev.cairn.zone;

import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.MasterScanner.Mistake;
import dev.cairn.zone.ZoneBuilder.TooLarge;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// Reads the entries of a master file and of what it includes into a [ZoneBuilder] (RFC 1035 §5.1,
/// RFC 2308 §4, RFC 3597 §5).
final class ZoneFileReader {
  /// How deep `$INCLUDE` may nest.
  private static final int DEEPEST_INCLUDE = 10;

  /// How many files a zone may be made of.
  private static final int MOST_FILES = 10_000;

  /// Octets of records that are sorted in at once.
  private static final int FULL = 1 << 18;

  private final ZoneFile zone;
  private final ZoneBuilder builder;
  private final Diagnostics diagnostics;
  private final List<Path> files;
  private final Ways ways;
  private final byte[] apex;
  private final RecordBatch records;
  private int defaultTtl = EntryReader.UNSET;
  private int lastTtl = EntryReader.UNSET;
  private boolean hasNs;
  private boolean triedSoa; // one that is wrong is not missing

  ZoneFileReader(ZoneFile zone, ZoneBuilder builder, Diagnostics diagnostics, List<Path> files) {
    this(zone, builder, diagnostics, files, Ways.QUICKEST);
  }

  /// By which ways the same is reached.
  ///
  /// @param stretch octets that one processor reads at a time
  /// @param others read ahead
  /// @param isQuick whether plain entries are read the quick way
  record Ways(int stretch, Executor others, boolean isQuick) {
    static final Ways QUICKEST = new Ways(Stretches.OCTETS, ForkJoinPool.commonPool(), true);
  }

  ZoneFileReader(
      ZoneFile zone, ZoneBuilder builder, Diagnostics diagnostics, List<Path> files, Ways ways) {
    this.zone = zone;
    this.builder = builder;
    this.diagnostics = diagnostics;
    this.files = files;
    this.ways = ways;
    this.apex = builder.originLabels.bytes();
    this.records = new RecordBatch(apex);
  }

  void readAll() throws TooLarge {
    files.add(zone.path());
    byte[] text =
        ZoneFile.octets(
            zone.path(), diagnostics, new Diagnostic(Severity.ERROR, zone.path(), 0, 0, ""));
    if (text == null) {
      return;
    }
    builder.expect(text.length);
    new OneFile(0, text, zone.origin().toWire(), 0).read();
    sortIn();
    if (!builder.hasSoa() && !triedSoa) {
      diagnostics.add(
          new Diagnostic(
              Rule.NO_SOA,
              zone.path(),
              0,
              0,
              "no SOA record for " + zone.origin() + ", a zone must have one at its top"));
    } else if (!hasNs && !diagnostics.hasErrors()) {
      diagnostics.add(
          new Diagnostic(Rule.NO_NS, zone.path(), 0, 0, "no NS record for " + zone.origin()));
    }
  }

  private void sortIn() throws TooLarge {
    records.sortInto(builder, 0);
  }

  private EntryReader reader(int number, byte[] text, byte[] origin, RecordBatch batch) {
    return new EntryReader(
        new EntryReader.Text(text, number, zone.origin()), origin, batch, ways.isQuick());
  }

  /// One file under way.
  private final class OneFile implements EntryReader.Outside {
    private final int number;
    private final byte[] text;
    private final int depth;
    private final EntryReader entries;

    OneFile(int number, byte[] text, byte[] origin, int depth) {
      this.number = number;
      this.text = text;
      this.depth = depth;
      this.entries = reader(number, text, origin, records);
    }

    void read() throws TooLarge {
      entries.defaultTtl = defaultTtl;
      entries.lastTtl = lastTtl;
      try (var stretches =
          new Stretches(
              text,
              ways.stretch(),
              ways.others(),
              () -> reader(number, text, zone.origin().toWire(), new RecordBatch(apex)))) {
        while (entries.scanner.at() < text.length) {
          step(stretches);
        }
      }
      defaultTtl = entries.defaultTtl;
      lastTtl = entries.lastTtl;
      hasNs |= entries.hasNs;
      triedSoa |= entries.triedSoa;
    }

    private void step(Stretches stretches) throws TooLarge {
      @Nullable EntryReader ahead = stretches.from(entries);
      if (ahead != null) {
        sortIn();
        ahead.records.sortInto(builder, entries.scanner.lineNow());
        entries.follow(ahead);
        stretches.done(ahead);
      } else if (!entries.readTo(stretches.limit())) {
        one();
      }
      if (records.end >= FULL) {
        sortIn();
      }
    }

    private void one() throws TooLarge {
      try {
        entries.one(this);
      } catch (Mistake mistake) {
        diagnostics.error(files.get(number), mistake.line, mistake.column, mistake.what);
      }
    }

    /// At the line of the pattern, if the words were made of one.
    @Override
    public void warning(Rule rule, MasterScanner words, int word, String message) {
      MasterScanner scanner = entries.scanner;
      int known = words == scanner ? word : 0;
      diagnostics.add(
          new Diagnostic(
              rule, files.get(number), scanner.line(known), scanner.column(known), message));
    }

    @Override
    public void directive(MasterScanner words) throws Mistake, TooLarge {
      if (words.is(0, "$origin")) {
        exactly(words, 2, "$ORIGIN wants one name");
        EntryReader.unquoted(words, 1);
        entries.name(words, text, 1);
        entries.origin = entries.names.copy();
      } else if (words.is(0, "$ttl")) {
        exactly(words, 2, "$TTL wants one TTL");
        EntryReader.unquoted(words, 1);
        entries.defaultTtl = entries.ttl(words, text, 1, this);
      } else if (words.is(0, "$include")) {
        include(words);
      } else if (words.is(0, "$generate")) {
        generate(words);
      } else {
        throw EntryReader.mistake(
            words,
            0,
            "unknown directive "
                + words.shown(0)
                + ", allowed are $ORIGIN, $TTL, $INCLUDE, $GENERATE");
      }
    }

    private void generate(MasterScanner words) throws Mistake, TooLarge {
      var generate = Generate.of(words);
      for (long value = generate.start(); value <= generate.stop(); value += generate.step()) {
        byte[] made = ZoneFile.octets(generate.entry(value));
        var line = new MasterScanner(made);
        try {
          if (line.next()) { // never a directive: a few words must not make more than MOST records
            entries.owned(line, made, words.line(0), this);
          }
          if (records.end >= FULL) {
            sortIn();
          }
        } catch (Mistake mistake) { // one in the pattern is one in all that is made: the first does
          int word = patternOf(line, mistake.column);
          throw EntryReader.mistake(words, word, "for " + value + ": " + mistake.what);
        }
      }
    }

    /// The word of a `$GENERATE` line of which the word at a column was made.
    private static int patternOf(MasterScanner made, int column) {
      for (int word = 0; word < made.words(); word++) {
        if (made.column(word) == column) {
          return word + 2; // behind the directive and the range
        }
      }
      return 0;
    }

    private void include(MasterScanner words) throws Mistake, TooLarge {
      if (words.words() < 2 || words.words() > 3) {
        throw EntryReader.mistake(words, 1, "$INCLUDE wants a file, and may have an origin");
      }
      if (depth == DEEPEST_INCLUDE) {
        throw EntryReader.mistake(words, 0, "$INCLUDE nested deeper than " + DEEPEST_INCLUDE);
      }
      if (files.size() == MOST_FILES) {
        throw EntryReader.mistake(words, 0, "$INCLUDE of more than " + MOST_FILES + " files");
      }
      byte[] newOrigin = entries.origin;
      if (words.words() == 3) {
        EntryReader.unquoted(words, 2);
        entries.name(words, text, 2);
        newOrigin = entries.names.copy();
      }
      Path file = IncludedFile.of(words, files.get(number), zone.root());
      files.add(file);
      var where =
          new Diagnostic(Severity.ERROR, files.get(number), words.line(1), words.column(1), "");
      byte[] content = ZoneFile.octets(file, diagnostics, where);
      if (content != null) {
        byte[] last = records.owner();
        defaultTtl = entries.defaultTtl;
        lastTtl = entries.lastTtl;
        new OneFile(files.size() - 1, content, newOrigin, depth + 1).read();
        entries.defaultTtl = defaultTtl;
        entries.lastTtl = lastTtl;
        records.owner(last, last.length); // a blank owner behind the included file is ours
      }
    }

    private static void exactly(MasterScanner words, int count, String message) throws Mistake {
      if (words.words() != count) {
        throw EntryReader.mistake(words, Math.min(words.words(), count), message);
      }
    }
  }
}
