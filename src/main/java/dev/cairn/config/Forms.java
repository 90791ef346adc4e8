package dev.cairn.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// How names, paths and words are written.
final class Forms {
  static final Form<Name> NAME = new Text<>("\"example.org.\"", Forms::name);
  static final Form<Name> SUFFIX = new Text<>("\"corp.example.\"", Forms::suffix);
  static final Form<ZoneEntry.OnMiss> ON_MISS = new Text<>("\"nxdomain\"", Forms::onMiss);
  static final Form<String> IDENTITY = new Text<>("\"ns1\"", Forms::identity);

  static final Form<Server.AnyAnswer> ANY = new Text<>("\"minimal\"", Forms::any);
  static final Form<String> SECRET =
      new Text<>("\"e5e973e5a6b2a43f48e7dc849e37bfcf\"", Forms::secret);

  private static final int SECRET_DIGITS = 32;
  private static final int LONGEST_IDENTITY = 255;

  private Forms() {}

  /// A path of which nothing need exist.
  static Form<Path> file(Path folder) {
    return new Text<>("\"../zones/example.org.zone\"", text -> path(folder, text));
  }

  /// A folder that exists.
  static Form<Path> directory(Path folder) {
    return new Text<>(
        "\"../zones\"",
        text ->
            switch (path(folder, text)) {
              case Parsed.Value<Path>(Path path) when !Files.exists(path) ->
                  Parsed.wrong(there(text, path, "does not exist"));
              case Parsed.Value<Path>(Path path) when !Files.isDirectory(path) ->
                  Parsed.wrong(there(text, path, "is not a folder"));
              case Parsed<Path> other -> other;
            });
  }

  private static String there(String text, Path path, String what) {
    return "%s %s (%s); allowed: a folder that exists"
        .formatted(Shown.quoted(text), what, Shown.quoted(path.toString()));
  }

  private static Parsed<Path> path(Path folder, String text) {
    if (text.isEmpty()) {
      return Parsed.wrong("is empty; allowed: a path, absolute or from the folder of this file");
    }
    try {
      return Parsed.value(folder.resolve(text).normalize());
    } catch (InvalidPathException _) {
      return Parsed.wrong(
          Shown.quoted(text) + " is no path on this system; allowed: what a file can be called");
    }
  }

  private static Parsed<Name> name(String text) {
    if (text.isEmpty()) {
      return Parsed.wrong("is empty; allowed: a domain name, \".\" for the root");
    }
    if (!isPrintable(text) || text.contains(" ")) {
      return Parsed.wrong(
          Shown.quoted(text)
              + " is not a domain name; allowed: printable ASCII, and A-labels (xn--) for the"
              + " rest");
    }
    try {
      // dnsjava takes "@" for the origin, which there is none of here
      return text.equals("@")
          ? notAName(text, "\"@\" stands for nothing here")
          : Parsed.value(Name.fromString(text, Name.root));
    } catch (TextParseException e) {
      var message = String.valueOf(e.getMessage()); // 'NAME': WHY
      return notAName(text, message.substring(message.indexOf(' ') + 1));
    }
  }

  private static Parsed<Name> notAName(String text, String why) {
    return Parsed.wrong(
        "%s is not a domain name: %s; allowed: labels of 1 to 63 octets, 255 in all"
            .formatted(Shown.quoted(text), why));
  }

  private static Parsed<Name> suffix(String text) {
    return switch (name(text)) {
      case Parsed.Value<Name>(Name name) when name.equals(Name.root) ->
          Parsed.wrong("is the root; allowed: a name below it, forward.upstreams is for the rest");
      case Parsed<Name> other -> other;
    };
  }

  private static Parsed<ZoneEntry.OnMiss> onMiss(String text) {
    return switch (text) {
      case "nxdomain" -> Parsed.value(ZoneEntry.OnMiss.NXDOMAIN);
      case "forward" -> Parsed.value(ZoneEntry.OnMiss.FORWARD);
      default ->
          Parsed.wrong(Shown.quoted(text) + " is unknown; allowed: \"nxdomain\", \"forward\"");
    };
  }

  private static Parsed<Server.AnyAnswer> any(String text) {
    return switch (text) {
      case "minimal" -> Parsed.value(Server.AnyAnswer.MINIMAL);
      case "full" -> Parsed.value(Server.AnyAnswer.FULL);
      default -> Parsed.wrong(Shown.quoted(text) + " is unknown; allowed: \"minimal\", \"full\"");
    };
  }

  /// Never repeats what is there: it is a secret.
  private static Parsed<String> secret(String text) {
    return text.length() == SECRET_DIGITS
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)
        ? Parsed.value(text.toLowerCase(Locale.ROOT))
        : Parsed.wrong(
            "is no secret; allowed: "
                + SECRET_DIGITS
                + " hexadecimal digits, as `openssl rand -hex 16` draws them");
  }

  private static Parsed<String> identity(String text) {
    return text.length() <= LONGEST_IDENTITY && isPrintable(text)
        ? Parsed.value(text)
        : Parsed.wrong(
            Shown.quoted(text)
                + " is too long or not printable; allowed: printable ASCII of at most "
                + LONGEST_IDENTITY
                + " octets");
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
