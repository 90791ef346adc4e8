package dev.cairn;

import dev.cairn.message.Transport;
import dev.cairn.registry.RegistryText;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/// A file of zones, questions and the replies that they must get.
///
/// ```
/// zone example.org.        the lines up to "end" are its master file
/// ...
/// end
/// registry consul.         the lines up to "end" are what RegistryText reads
/// ...
/// end
/// ask www.example.org. A   may be followed by words, see below
///   NOERROR aa             rcode, then the flags of aa, tc, ad, z that are set
///   answer www.example.org. 300 IN A 192.0.2.1
///   authority ...
///   additional ...
/// ```
///
/// Records may come in any order within their section; sections must hold exactly what is written.
/// Names are compared without case, unless "case" stands behind the flags. The flags rd, cd, ra,
/// and of EDNS edns and do, are looked at only where they are written. Of a signature counts what
/// it is of: `RRSIG A 13 2 3600 ...`.
///
/// Words behind a question: norec, ch, hs (a class), tcp, and as dig has them edns, edns=1, do,
/// bufsize=512, ednsopt=65001, ednsflags=0x40, opcode=STATUS, ad, cd, z; questions=2 has it twice.
public record Scenario(
    String file, List<Zone> zones, @Nullable RegistryText registry, List<Case> cases) {
  private static final Set<String> WORDS =
      Set.of("norec", "ch", "hs", "tcp", "edns", "do", "ad", "cd", "z");
  private static final Set<String> KEYS =
      Set.of("edns", "bufsize", "ednsopt", "ednsflags", "opcode", "questions");
  private static final List<String> FLAGS =
      List.of("aa", "tc", "ad", "z", "rd", "cd", "ra", "edns", "do");
  private static final List<String> SECTIONS = List.of("answer", "authority", "additional");

  /// The last reserved bit of the header, must be zero (RFC 1035 §4.1.1).
  private static final int Z = 9;

  /// The rest of a signature, which nobody looks at.
  private static final String ANY_SIGNATURE = " 20300101000000 20200101000000 1 . AAAA";

  /// One question, and what it must get.
  public static final class Case {
    public final String title;
    public final Message query;

    /// What it is asked over, where it is asked once.
    public final Transport transport;

    String rcode = "";
    List<String> flags = List.of();
    final List<List<Record>> sections =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    Case(String title, Message query, Transport transport) {
      this.title = title;
      this.query = query;
      this.transport = transport;
    }

    /// What a reply says, in the form in which the scenario says it.
    public String told(Message reply) {
      var told = new StringBuilder(Rcode.string(reply.getRcode()));
      told.append(reply.getHeader().getFlag(Flags.AA) ? " aa" : "");
      told.append(reply.getHeader().getFlag(Flags.TC) ? " tc" : "");
      told.append(reply.getHeader().getFlag(Flags.AD) ? " ad" : "");
      told.append(reply.getHeader().getFlag(Z) ? " z" : "");
      told.append(toldIfWritten("rd", reply.getHeader().getFlag(Flags.RD)));
      told.append(toldIfWritten("cd", reply.getHeader().getFlag(Flags.CD)));
      told.append(toldIfWritten("ra", reply.getHeader().getFlag(Flags.RA)));
      OPTRecord opt = reply.getOPT();
      told.append(toldIfWritten("edns", opt != null));
      told.append(toldIfWritten("do", opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0));
      boolean hasOtherFlags = opt != null && (opt.getFlags() & ~ExtendedFlags.DO) != 0;
      told.append(hasOtherFlags ? " ednsflags" : "");
      for (int i = 0; i < SECTIONS.size(); i++) {
        told.append(lines(i, reply.getSection(Section.ANSWER + i)));
      }
      return told.toString();
    }

    /// What it must say.
    public String expected() {
      var expected = new StringBuilder(rcode);
      for (String flag : FLAGS) {
        expected.append(flags.contains(flag) ? " " + flag : "");
      }
      for (int i = 0; i < SECTIONS.size(); i++) {
        expected.append(lines(i, sections.get(i)));
      }
      return expected.toString();
    }

    private String toldIfWritten(String flag, boolean isSet) {
      return isSet && flags.contains(flag) ? " " + flag : "";
    }

    private String lines(int section, List<Record> records) {
      return records.stream()
          .filter(record -> record.getType() != Type.OPT)
          .map(record -> flags.contains("case") ? line(record) : withoutCase(record))
          .map(line -> "\n  " + SECTIONS.get(section) + " " + line)
          .sorted()
          .collect(Collectors.joining());
    }
  }

  public static Scenario read(Path file) throws IOException {
    List<Zone> zones = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    RegistryText registry = null;
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+", 2);
      switch (words[0]) {
        case "zone" -> {
          int end = endOf(lines, i);
          zones.add(ZoneText.zone(words[1], String.join("\n", lines.subList(i + 1, end)) + "\n"));
          i = end;
        }
        case "registry" -> {
          int end = endOf(lines, i);
          registry = new RegistryText(words[1], lines.subList(i + 1, end));
          i = end;
        }
        case "ask" -> cases.add(ask(words[1], i + 1));
        case "answer", "authority", "additional" ->
            cases.getLast().sections.get(SECTIONS.indexOf(words[0])).add(record(words[1]));
        default -> {
          cases.getLast().rcode = words[0];
          cases.getLast().flags = flags(words.length == 1 ? "" : words[1], i + 1);
        }
      }
    }
    return new Scenario(String.valueOf(file.getFileName()), zones, registry, cases);
  }

  private static int endOf(List<String> lines, int start) {
    int end = start + 1;
    while (!lines.get(end).equals("end")) {
      end++;
    }
    return end;
  }

  private static List<String> flags(String text, int line) throws IOException {
    List<String> flags = text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    for (String flag : flags) {
      if (!FLAGS.contains(flag) && !flag.equals("case")) {
        throw unknown(flag, line);
      }
    }
    return flags;
  }

  private static IOException unknown(String word, int line) {
    return new IOException("line " + line + ": nobody knows what '" + word + "' means");
  }

  private static Case ask(String text, int line) throws IOException {
    List<String> words = List.of(text.split("\\s+"));
    for (String word : words.subList(2, words.size())) {
      if (!WORDS.contains(word) && !KEYS.contains(word.replaceAll("=.*", ""))) {
        throw unknown(word, line);
      }
    }
    int dnsClass = words.contains("ch") ? DClass.CH : words.contains("hs") ? DClass.HS : DClass.IN;
    var question =
        Record.newRecord(Name.fromString(words.get(0)), Type.value(words.get(1)), dnsClass);
    Message query = new Message(line);
    query.getHeader().setOpcode(Opcode.value(word(words, "opcode", "QUERY")));
    for (int i = Integer.parseInt(word(words, "questions", "1")); i > 0; i--) {
      query.addRecord(question, Section.QUESTION);
    }
    setFlags(words, query.getHeader());
    if (words.stream().skip(2).anyMatch(word -> word.matches("do|edns.*|bufsize=.*"))) {
      query.addRecord(edns(words), Section.ADDITIONAL);
    }
    return new Case(
        "line " + line + ": " + text, query, words.contains("tcp") ? Transport.TCP : Transport.UDP);
  }

  private static void setFlags(List<String> words, Header header) {
    if (!words.contains("norec")) {
      header.setFlag(Flags.RD);
    }
    if (words.contains("ad")) {
      header.setFlag(Flags.AD);
    }
    if (words.contains("cd")) {
      header.setFlag(Flags.CD);
    }
    if (words.contains("z")) {
      header.setFlag(Z);
    }
  }

  private static OPTRecord edns(List<String> words) {
    int flags = Integer.decode(word(words, "ednsflags", "0"));
    String option = word(words, "ednsopt", "");
    return new OPTRecord(
        Integer.parseInt(word(words, "bufsize", "1232")),
        0,
        Integer.parseInt(word(words, "edns", "0")),
        words.contains("do") ? flags | ExtendedFlags.DO : flags,
        option.isEmpty()
            ? List.of()
            : List.of(new GenericEDNSOption(Integer.parseInt(option), new byte[] {1, 2, 3})));
  }

  /// What stands behind "key=".
  private static String word(List<String> words, String key, String otherwise) {
    return words.stream()
        .filter(word -> word.startsWith(key + "="))
        .map(word -> word.substring(key.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  private static Record record(String text) throws IOException {
    try (var words = new Tokenizer(text.replace(" ...", ANY_SIGNATURE))) {
      Name owner = words.getName(Name.root);
      long ttl = words.getTTL();
      words.getString(); // IN
      int type = Type.value(words.getString());
      return Record.fromString(owner, type, DClass.IN, ttl, words, Name.root);
    }
  }

  private static String line(Record record) {
    return record.getName()
        + " "
        + record.getTTL()
        + " "
        + Type.string(record.getType())
        + " "
        + (record instanceof RRSIGRecord signature ? covered(signature) : record.rdataToString());
  }

  private static String covered(RRSIGRecord signature) {
    return Type.string(signature.getTypeCovered())
        + " "
        + signature.getAlgorithm()
        + " "
        + signature.getLabels()
        + " "
        + signature.getOrigTTL();
  }

  private static String withoutCase(Record record) {
    String line = line(record);
    int kept = record.getType() == Type.TXT ? record.rdataToString().length() : 0;
    int folded = line.length() - kept;
    return line.substring(0, folded).toLowerCase(Locale.ROOT) + line.substring(folded);
  }
}
