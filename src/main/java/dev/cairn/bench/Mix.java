package dev.cairn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The queries of a load, asked one after the other and then again from the first on. Immutable.
public final class Mix {
  /// The most questions that a file may have.
  public static final int MOST = 5_000_000;

  private final List<byte[]> queries;

  private Mix(List<byte[]> queries) {
    this.queries = queries;
  }

  /// A file that cannot be used; the message is a sentence that names the place.
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /// One question again and again.
  public static Mix of(Name name, int type, Form form) {
    return new Mix(List.of(form.query(name, type)));
  }

  /// A file of lines `NAME TYPE`; more words on a line are not looked at, lines that begin with `#`
  /// or `;` are comments.
  public static Mix read(Path file, Form form) throws Unusable {
    List<byte[]> queries = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#") && !line.startsWith(";")) {
          if (queries.size() == MOST) {
            throw new Unusable(file + ":" + number + ": more than " + MOST + " questions");
          }
          queries.add(query(line, file + ":" + number, form));
        }
      }
    } catch (MalformedInputException e) {
      throw new Unusable(file + ": is no text in UTF-8");
    } catch (NoSuchFileException _) {
      throw new Unusable(file + ": there is no such file");
    } catch (IOException e) {
      throw new Unusable(file + ": cannot be read: " + e); // many only name the file
    }
    if (queries.isEmpty()) {
      throw new Unusable(file + ": has no question");
    }
    return new Mix(queries);
  }

  private static byte[] query(String line, String place, Form form) throws Unusable {
    String[] words = line.strip().split("\\s+", 3);
    int column = line.indexOf(words[0]) + 1;
    if (words.length < 2) {
      throw new Unusable(place + ":" + column + ": expected NAME TYPE");
    }
    int type = Type.value(words[1], true);
    if (type < 0) {
      int at = line.indexOf(words[1], column - 1 + words[0].length()) + 1;
      throw new Unusable(place + ":" + at + ": unknown type \"" + words[1] + "\"");
    }
    try {
      return form.query(Name.fromString(words[0], Name.root), type);
    } catch (TextParseException e) {
      throw new Unusable(place + ":" + column + ": \"" + words[0] + "\" is no name");
    }
  }

  int size() {
    return queries.size();
  }

  byte[] query(int index) {
    return queries.get(index);
  }
}
