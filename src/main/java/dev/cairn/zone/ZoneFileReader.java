package dev.cairn.zone;

import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.MasterScanner.Mistake;
import dev.cairn.zone.RecordStream.Whose;
import dev.cairn.zone.ZoneBuilder.Place;
import dev.cairn.zone.ZoneBuilder.TooLarge;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Reads the entries of a master file and of what it includes into a [ZoneBuilder] (RFC 1035 §5.1,
/// RFC 2308 §4, RFC 3597 §5).
final class ZoneFileReader {
  /// How deep `$INCLUDE` may nest.
  private static final int DEEPEST_INCLUDE = 10;

  /// How many files a zone may be made of.
  private static final int MOST_FILES = 10_000;

  private static final int LARGEST_TTL = Integer.MAX_VALUE;
  private static final int UNSET = -1;

  private final ZoneFile zone;
  private final ZoneBuilder builder;
  private final Diagnostics diagnostics;
  private final List<Path> files;
  private final NameText names = new NameText();
  private final RecordStream records;
  private int defaultTtl = UNSET;
  private int lastTtl = UNSET;
  private boolean hasNs;
  private boolean triedSoa; // one that is wrong is not missing

  ZoneFileReader(ZoneFile zone, ZoneBuilder builder, Diagnostics diagnostics, List<Path> files) {
    this.zone = zone;
    this.builder = builder;
    this.diagnostics = diagnostics;
    this.files = files;
    this.records = new RecordStream(builder, zone.origin(), ForkJoinPool.commonPool());
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
    records.finish();
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

  /// One file under way: its place, its origin, its last owner.
  private final class OneFile {
    private final int number;
    private final byte[] text;
    private final int depth;
    private final MasterScanner scanner;
    private byte[] origin;
    private @Nullable Whose owner;

    OneFile(int number, byte[] text, byte[] origin, int depth) {
      this.number = number;
      this.text = text;
      this.origin = origin;
      this.depth = depth;
      this.scanner = new MasterScanner(text);
    }

    void read() throws TooLarge {
      while (true) {
        try {
          if (!scanner.next()) {
            return;
          }
          entry(scanner, text, scanner.line(0));
        } catch (Mistake mistake) {
          diagnostics.error(files.get(number), mistake.line, mistake.column, mistake.what);
        }
      }
    }

    private void entry(MasterScanner words, byte[] octets, int line) throws Mistake, TooLarge {
      if (words.startsBlank()) {
        record(words, octets, 0, line);
      } else if (octets[words.start(0)] == '$' && !words.isQuoted(0)) {
        directive(words, octets);
      } else {
        owned(words, octets, line);
      }
    }

    /// An entry that begins with its owner.
    private void owned(MasterScanner words, byte[] octets, int line) throws Mistake, TooLarge {
      unquoted(words, 0);
      name(words, octets, 0);
      owner = records.owner(names.wire, names.length);
      if (owner == Whose.OUTSIDE) {
        outside(words);
      }
      record(words, octets, 1, line);
    }

    private void outside(MasterScanner words) {
      warning(
          Rule.OUT_OF_ZONE,
          words,
          0,
          words.shown(0) + " is not at or below " + zone.origin() + " and is ignored");
    }

    /// At the line of the pattern, if the words were made of one.
    private void warning(Rule rule, MasterScanner words, int word, String message) {
      int known = words == scanner ? word : 0;
      diagnostics.add(
          new Diagnostic(
              rule, files.get(number), scanner.line(known), scanner.column(known), message));
    }

    private void record(MasterScanner words, byte[] octets, int first, int line)
        throws Mistake, TooLarge {
      if (owner == null && first == 0) {
        throw mistake(words, 0, "the first record must begin with its owner name");
      }
      int word = first;
      int ttl = UNSET;
      boolean hasClass = false;
      for (; word < words.words(); word++) {
        unquoted(words, word);
        if (ttl == UNSET && NameText.isDigit(octets[words.start(word)])) {
          ttl = ttl(words, octets, word);
        } else if (!hasClass && RecordHead.isClass(words, word)) {
          RecordHead.inOnly(words, word);
          hasClass = true;
        } else {
          break;
        }
      }
      int type = RecordHead.type(words, word);
      triedSoa |= type == Type.SOA && owner == Whose.APEX;
      byte[] rdata = new RdataText(words, octets, origin, names).read(type, word + 1);
      if (owner != Whose.OUTSIDE) {
        add(type, effectiveTtl(words, ttl, type, rdata), rdata, words, line);
      }
    }

    private void add(int type, int ttl, byte[] rdata, MasterScanner words, int line)
        throws Mistake, TooLarge {
      if (type == Type.SOA && owner != Whose.APEX) {
        throw mistake(
            words, 0, "SOA below the top of the zone, only " + zone.origin() + " can have one");
      }
      hasNs |= type == Type.NS && owner == Whose.APEX;
      records.add(type, ttl, rdata, new Place(number, line));
    }

    /// The TTL that is written, or `$TTL`, or for a first SOA its last field, or the one before
    /// (RFC 2308 §4, RFC 1035 §5.1).
    private int effectiveTtl(MasterScanner words, int written, int type, byte[] rdata)
        throws Mistake {
      int ttl = written;
      if (ttl == UNSET) {
        ttl = defaultTtl != UNSET ? defaultTtl : lastTtl;
      }
      if (ttl == UNSET && type == Type.SOA) {
        ttl = Math.max(Zone.getInt(rdata, rdata.length - 4), 0);
      }
      if (ttl == UNSET) {
        throw mistake(words, 0, "no TTL: write one, or $TTL above");
      }
      lastTtl = ttl;
      return ttl;
    }

    private int ttl(MasterScanner words, byte[] octets, int word) throws Mistake {
      long seconds = Durations.seconds(octets, words.start(word), words.end(word));
      if (seconds > LARGEST_TTL && seconds <= 0xFFFF_FFFFL) {
        warning(
            Rule.TTL_TOO_LARGE,
            words,
            word,
            words.shown(word) + " is above 2147483647 and counts as 0 (RFC 2181 §8)");
        return 0;
      }
      if (seconds < 0 || seconds > LARGEST_TTL) {
        throw mistake(
            words,
            word,
            words.shown(word)
                + " is no TTL, allowed are seconds up to 2147483647, or units as in 1h30m");
      }
      return (int) seconds;
    }

    private void directive(MasterScanner words, byte[] octets) throws Mistake, TooLarge {
      if (words.is(0, "$origin")) {
        exactly(words, 2, "$ORIGIN wants one name");
        unquoted(words, 1);
        name(words, octets, 1);
        origin = names.copy();
      } else if (words.is(0, "$ttl")) {
        exactly(words, 2, "$TTL wants one TTL");
        unquoted(words, 1);
        defaultTtl = ttl(words, octets, 1);
      } else if (words.is(0, "$include")) {
        include(words, octets);
      } else if (words.is(0, "$generate")) {
        generate(words);
      } else {
        throw mistake(
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
            owned(line, made, words.line(0));
          }
        } catch (Mistake mistake) { // one in the pattern is one in all that is made: the first does
          int word = patternOf(line, mistake.column);
          throw mistake(words, word, "for " + value + ": " + mistake.what);
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

    private void include(MasterScanner words, byte[] octets) throws Mistake, TooLarge {
      if (words.words() < 2 || words.words() > 3) {
        throw mistake(words, 1, "$INCLUDE wants a file, and may have an origin");
      }
      if (depth == DEEPEST_INCLUDE) {
        throw mistake(words, 0, "$INCLUDE nested deeper than " + DEEPEST_INCLUDE);
      }
      if (files.size() == MOST_FILES) {
        throw mistake(words, 0, "$INCLUDE of more than " + MOST_FILES + " files");
      }
      byte[] newOrigin = origin;
      if (words.words() == 3) {
        unquoted(words, 2);
        name(words, octets, 2);
        newOrigin = names.copy();
      }
      Path file = IncludedFile.of(words, files.get(number), zone.root());
      files.add(file);
      var where =
          new Diagnostic(Severity.ERROR, files.get(number), words.line(1), words.column(1), "");
      byte[] content = ZoneFile.octets(file, diagnostics, where);
      if (content != null) {
        byte[] last = records.owner();
        new OneFile(files.size() - 1, content, newOrigin, depth + 1).read();
        records.owner(last, last.length); // a blank owner behind the included file is ours
      }
    }

    private void name(MasterScanner words, byte[] octets, int word) throws Mistake {
      if (!names.read(octets, words.start(word), words.end(word), origin)) {
        throw mistake(words, word, words.shown(word) + ": " + names.wrong());
      }
    }

    private static void unquoted(MasterScanner words, int word) throws Mistake {
      if (words.isQuoted(word)) {
        throw RdataWords.quoted(words, word);
      }
    }

    private static void exactly(MasterScanner words, int count, String message) throws Mistake {
      if (words.words() != count) {
        throw mistake(words, Math.min(words.words(), count), message);
      }
    }

    private static Mistake mistake(MasterScanner words, int word, String message) {
      return new Mistake(words.line(word), words.column(word), message);
    }
  }
}
