package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import dev.cairn.zone.RecordBatch.Whose;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Reads the entries of one file, or of a stretch of it, into a batch (RFC 1035 §5.1). What has an
/// effect beyond the batch, directives and mistakes, is for the one who reads the whole: then this
/// stops in front of it, and [#one] reads that entry.
final class EntryReader {
  static final int UNSET = -1;

  /// A TTL that only the entries before a stretch can tell.
  private static final int UNKNOWN = -2;

  private static final int LARGEST_TTL = Integer.MAX_VALUE;

  private static final Outside STOP =
      new Outside() {
        @Override
        public void directive(MasterScanner words) throws Mistake {
          throw mistake(words, 0, "");
        }

        @Override
        public void warning(Rule rule, MasterScanner words, int word, String message)
            throws Mistake {
          throw mistake(words, word, message);
        }
      };

  final MasterScanner scanner;
  final RecordBatch records;
  final NameText names = new NameText();
  private final Name zone;
  private final byte[] text;
  private final int file;
  private final @Nullable PlainEntries plain; // null for the slow way alone
  byte[] origin;
  int defaultTtl = UNSET;
  int lastTtl = UNSET;
  @Nullable Whose owner;
  boolean hasNs;
  boolean triedSoa; // one that is wrong is not missing

  /// What lies outside of the batch.
  interface Outside {
    void directive(MasterScanner words) throws Mistake, ZoneBuilder.TooLarge;

    /// Hears of what is odd, and not wrong.
    void warning(Rule rule, MasterScanner words, int word, String message) throws Mistake;
  }

  /// What is read.
  ///
  /// @param file the number of the file
  /// @param zone the one that it is a file of
  record Text(byte[] octets, int file, Name zone) {}

  EntryReader(Text text, byte[] origin, RecordBatch records, boolean isQuick) {
    this.zone = text.zone();
    this.text = text.octets();
    this.file = text.file();
    this.origin = origin;
    this.records = records;
    this.scanner = new MasterScanner(this.text);
    this.plain = isQuick ? new PlainEntries(this.text, file, records, origin) : null;
  }

  /// From now on reads another stretch, whose lines count from 0 on.
  void restart(int from, byte[] originThere, int defaultTtlThere) {
    scanner.goBack(from, 0, false);
    origin = originThere;
    defaultTtl = defaultTtlThere;
    lastTtl = UNKNOWN;
    owner = null;
    hasNs = false;
    triedSoa = false;
    records.clear();
  }

  /// Goes on behind a stretch that began where this one stands and whose records were sorted in.
  void follow(EntryReader stretch) {
    scanner.goOn(stretch.scanner.at(), scanner.lineNow() + stretch.scanner.lineNow());
    lastTtl = stretch.lastTtl == UNKNOWN ? lastTtl : stretch.lastTtl;
    owner = stretch.owner == null ? owner : stretch.owner;
    hasNs |= stretch.hasNs;
    triedSoa |= stretch.triedSoa;
    records.follow(stretch.records);
  }

  /// Reads entries that begin before a limit. False if the scanner stands in front of one that is
  /// for [#one].
  boolean readTo(int limit) {
    while (true) {
      readPlain(limit);
      int at = scanner.at();
      int line = scanner.lineNow();
      boolean hadGoneBack = scanner.hasGoneBack();
      int ttlBefore = lastTtl;
      @Nullable Whose ownerBefore = owner;
      records.keepOwner();
      try {
        if (!scanner.next(limit)) {
          return true;
        }
        entry(STOP);
      } catch (Mistake | ZoneBuilder.TooLarge _) {
        scanner.goBack(at, line, hadGoneBack);
        lastTtl = ttlBefore;
        owner = ownerBefore;
        records.takeBackOwner();
        return false;
      }
    }
  }

  private void readPlain(int limit) {
    if (plain != null && scanner.at() > 0) { // where there could be a mark that is no text
      plain.under(origin, defaultTtl);
      owner = plain.read(scanner.at(), limit, scanner.lineNow(), owner);
      scanner.goOn(plain.at, plain.line);
      lastTtl = plain.lastTtl == UNSET ? lastTtl : plain.lastTtl;
      hasNs |= plain.hasNs;
    }
  }

  /// Reads the next entry, whatever it is.
  void one(Outside outside) throws Mistake, ZoneBuilder.TooLarge {
    if (scanner.next()) {
      entry(outside);
    }
  }

  private void entry(Outside outside) throws Mistake, ZoneBuilder.TooLarge {
    if (scanner.startsBlank()) {
      record(scanner, text, 0, scanner.line(0), outside);
    } else if (text[scanner.start(0)] == '$' && !scanner.isQuoted(0)) {
      outside.directive(scanner);
    } else {
      owned(scanner, text, scanner.line(0), outside);
    }
  }

  /// An entry that begins with its owner.
  void owned(MasterScanner words, byte[] octets, int line, Outside outside) throws Mistake {
    unquoted(words, 0);
    name(words, octets, 0);
    owner = records.owner(names.wire, names.length);
    if (owner == Whose.OUTSIDE) {
      outside.warning(
          Rule.OUT_OF_ZONE,
          words,
          0,
          words.shown(0) + " is not at or below " + zone + " and is ignored");
    }
    record(words, octets, 1, line, outside);
  }

  private void record(MasterScanner words, byte[] octets, int first, int line, Outside outside)
      throws Mistake {
    if (owner == null && first == 0) {
      throw mistake(words, 0, "the first record must begin with its owner name");
    }
    int word = first;
    int ttl = UNSET;
    boolean hasClass = false;
    for (; word < words.words(); word++) {
      unquoted(words, word);
      if (ttl == UNSET && NameText.isDigit(octets[words.start(word)])) {
        ttl = ttl(words, octets, word, outside);
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

  private void add(int type, int ttl, byte[] rdata, MasterScanner words, int line) throws Mistake {
    if (type == Type.SOA && owner != Whose.APEX) {
      throw mistake(words, 0, "SOA below the top of the zone, only " + zone + " can have one");
    }
    hasNs |= type == Type.NS && owner == Whose.APEX;
    records.add(type, ttl, rdata, new ZoneBuilder.Place(file, line));
  }

  /// The TTL that is written, or `$TTL`, or for a first SOA its last field, or the one before (RFC
  /// 2308 §4, RFC 1035 §5.1).
  private int effectiveTtl(MasterScanner words, int written, int type, byte[] rdata)
      throws Mistake {
    int ttl = written;
    if (ttl == UNSET) {
      ttl = defaultTtl != UNSET ? defaultTtl : lastTtl;
    }
    if (ttl == UNSET && type == Type.SOA) {
      ttl = Math.max(Zone.getInt(rdata, rdata.length - 4), 0);
    }
    if (ttl == UNSET || ttl == UNKNOWN) {
      throw mistake(words, 0, "no TTL: write one, or $TTL above");
    }
    lastTtl = ttl;
    return ttl;
  }

  int ttl(MasterScanner words, byte[] octets, int word, Outside outside) throws Mistake {
    long seconds = Durations.seconds(octets, words.start(word), words.end(word));
    if (seconds > LARGEST_TTL && seconds <= 0xFFFF_FFFFL) {
      outside.warning(
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

  /// Reads a word into [#names].
  void name(MasterScanner words, byte[] octets, int word) throws Mistake {
    if (!names.read(octets, words.start(word), words.end(word), origin)) {
      throw mistake(words, word, words.shown(word) + ": " + names.wrong());
    }
  }

  static void unquoted(MasterScanner words, int word) throws Mistake {
    if (words.isQuoted(word)) {
      throw RdataWords.quoted(words, word);
    }
  }

  static Mistake mistake(MasterScanner words, int word, String message) {
    return new Mistake(words.line(word), words.column(word), message);
  }
}
