package dev.cairn;

import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
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
/// ask www.example.org. A   may be followed by: do, norec, ch
///   NOERROR aa             rcode, then the flags of aa, tc, ra, ad that are set (ra is not looked at unless written)
///   answer www.example.org. 300 IN A 192.0.2.1
///   authority ...
///   additional ...
/// ```
///
/// Records may come in any order within their section; names are compared without case; sections
/// must hold exactly what is written. "answer-anything" skips a section.
public record Scenario(String file, List<Zone> zones, List<Case> cases) {

  /// One question, and what it must get.
  public static final class Case {
    public final String title;
    public final Message query;
    String rcode = "";
    List<String> flags = List.of();
    final List<List<String>> sections =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    Case(String title, Message query) {
      this.title = title;
      this.query = query;
    }

    /// What a reply says, in the form in which the scenario says it.
    public String told(Message reply) {
      var told = new StringBuilder(Rcode.string(reply.getRcode()));
      for (int flag : new int[] {Flags.AA, Flags.TC, Flags.AD}) {
        told.append(reply.getHeader().getFlag(flag) ? " " + Flags.string(flag) : "");
      }
      told.append(flags.contains("ra") && reply.getHeader().getFlag(Flags.RA) ? " ra" : "");
      String[] names = {"answer", "authority", "additional"};
      for (int i = 0; i < 3; i++) {
        List<String> lines = new ArrayList<>();
        for (Record record : reply.getSection(Section.ANSWER + i)) {
          if (record.getType() != Type.OPT) {
            lines.add("\n  " + names[i] + " " + line(record));
          }
        }
        lines.sort(null);
        lines.forEach(told::append);
      }
      return told.toString();
    }

    /// What it must say.
    public String expected() {
      var expected = new StringBuilder(rcode);
      for (String flag : List.of("aa", "tc", "ad", "ra")) {
        expected.append(flags.contains(flag) ? " " + flag : "");
      }
      String[] names = {"answer", "authority", "additional"};
      for (int i = 0; i < 3; i++) {
        int section = i;
        sections.get(i).stream()
            .map(line -> "\n  " + names[section] + " " + line)
            .sorted()
            .forEach(expected::append);
      }
      return expected.toString();
    }
  }

  public static Scenario read(Path file) throws IOException {
    List<Zone> zones = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+", 2);
      switch (words[0]) {
        case "zone" -> {
          int end = i + 1;
          while (!lines.get(end).equals("end")) {
            end++;
          }
          zones.add(ZoneText.zone(words[1], String.join("\n", lines.subList(i + 1, end)) + "\n"));
          i = end;
        }
        case "ask" -> cases.add(ask(words[1], i + 1));
        case "answer" -> cases.getLast().sections.get(0).add(line(words[1]));
        case "authority" -> cases.getLast().sections.get(1).add(line(words[1]));
        case "additional" -> cases.getLast().sections.get(2).add(line(words[1]));
        default -> {
          cases.getLast().rcode = words[0];
          cases.getLast().flags = words.length == 1 ? List.of() : List.of(words[1].split("\\s+"));
        }
      }
    }
    return new Scenario(String.valueOf(file.getFileName()), zones, cases);
  }

  private static Case ask(String text, int line) throws IOException {
    List<String> words = List.of(text.split("\\s+"));
    int dnsClass = words.contains("ch") ? DClass.CH : DClass.IN;
    var question =
        Record.newRecord(Name.fromString(words.get(0)), Type.value(words.get(1)), dnsClass);
    Message query = Message.newQuery(question);
    query.getHeader().setID(line);
    if (words.contains("norec")) {
      query.getHeader().unsetFlag(Flags.RD);
    }
    if (words.contains("edns") || words.contains("do")) {
      query.addRecord(
          new org.xbill.DNS.OPTRecord(1232, 0, 0, words.contains("do") ? ExtendedFlags.DO : 0),
          Section.ADDITIONAL);
    }
    return new Case("line " + line + ": " + text, query);
  }

  private static String line(String text) throws IOException {
    try (var words = new Tokenizer(text)) {
      Name owner = words.getName(Name.root);
      long ttl = words.getTTL();
      words.getString(); // IN
      int type = Type.value(words.getString());
      return line(Record.fromString(owner, type, DClass.IN, ttl, words, Name.root));
    }
  }

  private static String line(Record record) {
    return (record.getName() + " " + record.getTTL() + " " + Type.string(record.getType()))
            .toLowerCase(Locale.ROOT)
        + " "
        + (record.getType() == Type.TXT
            ? record.rdataToString()
            : record.rdataToString().toLowerCase(Locale.ROOT));
  }
}
