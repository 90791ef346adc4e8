package dev.cairn.zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Odd zone files, one oddity each, and what becomes of them: `src/test/resources/zonefiles`.
///
/// A case begins with `== NAME: accepted` or `== NAME: refused LINE:COLUMN: MESSAGE`, of which the
/// message may be cut off; its zone is example.org. and begins with [#TOP], so that its own text
/// begins in line 5. With `===` it has no such top. In the text, `⟦x*300⟧` is an x 300 times,
/// `⟦end⟧` with its line end stands for nothing, `⇥` is a tab, and the signs ␀ to ␟ are the control
/// characters that they show.
final class ZoneFileCorpus {
  static final String ORIGIN = "example.org.";
  static final String TOP =
      "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";

  private static final Path FOLDER = Path.of("src/test/resources/zonefiles");
  private static final Pattern HEADER =
      Pattern.compile("^(==+) (.*): (accepted|refused .*)\n", Pattern.MULTILINE);
  private static final Pattern REPEATED = Pattern.compile("⟦([^⟧*]*)\\*(\\d+)⟧");

  private ZoneFileCorpus() {}

  /// @param name the file and the case
  /// @param text a zone file, in octets as characters
  /// @param refusal the place and the start of the message, empty if the file is accepted
  record Case(String name, String text, String refusal) {
    boolean isAccepted() {
      return refusal.isEmpty();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> all() {
    return Stream.of("lexical", "fields", "types", "services", "generic")
        .flatMap(file -> in(file).stream());
  }

  static List<Case> in(String file) {
    try {
      return cases(file, Files.readString(FOLDER.resolve(file + ".txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Case> cases(String file, String all) {
    var cases = new ArrayList<Case>();
    Matcher header = HEADER.matcher(all);
    boolean has = header.find();
    while (has) {
      String top = header.group(1).equals("==") ? TOP : "";
      String name = file + ": " + header.group(2);
      String verdict = header.group(3).equals("accepted") ? "" : header.group(3).substring(8);
      int start = header.end();
      has = header.find();
      cases.add(
          new Case(
              name,
              top + text(all.substring(start, has ? header.start() : all.length())),
              verdict));
    }
    return cases;
  }

  private static String text(String written) {
    String text =
        REPEATED
            .matcher(written)
            .replaceAll(found ->
                Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))))
            .replace("⟦end⟧\n", "")
            .replace('⇥', '\t');
    var plain = new StringBuilder();
    text.chars().forEach(c -> plain.append((char) (c >= '␀' && c <= '␟' ? c - '␀' : c)));
    return new String(
        plain.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
