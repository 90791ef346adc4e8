package dev.cairn.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;

/// How the names of `[registry]` are written, and whom its sources ask.
final class RegistryForms {
  static final Form<Name> DOMAIN = new Text<>("\"consul.\"", RegistryForms::domain);
  static final Form<Optional<Name>> DOMAIN_OR_NONE =
      new Text<>(
          "\"service.example.\"",
          text ->
              text.isEmpty()
                  ? Parsed.value(Optional.empty())
                  : domain(text).then(name -> Parsed.value(Optional.of(name))));
  static final Form<String> DATACENTER =
      new Text<>("\"dc1\"", text -> label(text, "a datacenter").then(RegistryForms::lowerCase));
  static final Form<String> NODE =
      new Text<>(
          "\"node1\"",
          text -> text.isEmpty() ? Parsed.value(text) : label(text, "the name of a node"));
  static final Form<Optional<InetAddress>> ADDRESS_OR_NONE =
      new Text<>("\"10.0.0.5\"", RegistryForms::address);
  static final Form<String> VERSION = new Text<>("\"1.22.0\"", RegistryForms::version);
  static final Form<String> SOURCE =
      new Text<>(
          "\"lab\"", text -> label(text, "the name of a source").then(RegistryForms::lowerCase));
  static final Form<URI> ENDPOINT = new Text<>("\"http://10.0.0.2:8500\"", RegistryForms::endpoint);
  static final Form<String> PREFIX = new Text<>("\"/services/\"", RegistryForms::prefix);
  static final Form<String> USER = new Text<>("\"cairn\"", RegistryForms::user);
  static final Form<String> SERVICE_PATTERN = new Text<>("\"api*\"", RegistryForms::servicePattern);
  static final Form<Duration> MAX_STALE = new Text<>("\"forever\"", RegistryForms::maxStale);

  private static final Form<Duration> BOUNDED_STALE = Measure.durations("1s", "3650d");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern DOTTED = Pattern.compile("\\d{1,4}(\\.\\d{1,4}){2}");
  private static final int LONGEST_DOMAIN = 100;
  private static final int LONGEST_TEXT = 250;

  private RegistryForms() {}

  private static Parsed<Name> domain(String text) {
    return Forms.NAME
        .read(text)
        .then(name -> {
          if (name.equals(Name.root)) {
            return Parsed.wrong("is the root; allowed: a name below it");
          }
          return name.length() <= LONGEST_DOMAIN
              ? Parsed.value(name)
              : Parsed.wrong(
                  Shown.quoted(text)
                      + " leaves no room for names below it; allowed: "
                      + LONGEST_DOMAIN
                      + " octets");
        });
  }

  private static Parsed<String> label(String text, String what) {
    return LABEL.matcher(text).matches()
        ? Parsed.value(text)
        : Parsed.wrong(
            Shown.quoted(text)
                + " cannot be "
                + what
                + "; allowed: 1 to 63 letters, digits, dashes and underscores, no dash at an end");
  }

  private static Parsed<Optional<InetAddress>> address(String text) {
    if (text.isEmpty()) {
      return Parsed.value(Optional.empty());
    }
    var address = Addresses.address(text);
    return address == null || address.isAnyLocalAddress()
        ? Parsed.wrong(
            Shown.quoted(text) + " is no address of a machine; allowed: such as \"10.0.0.5\"")
        : Parsed.value(Optional.of(address));
  }

  private static Parsed<String> version(String text) {
    return DOTTED.matcher(text).matches()
        ? Parsed.value(text)
        : Parsed.wrong(
            Shown.quoted(text)
                + " is no version; allowed: three numbers with dots, such as \"1.22.0\"");
  }

  private static Parsed<String> lowerCase(String text) {
    return Parsed.value(text.toLowerCase(Locale.ROOT));
  }

  private static Parsed<URI> endpoint(String text) {
    try {
      var uri = new URI(text);
      boolean isWhole =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && AddressForms.port(String.valueOf(uri.getPort())) > 0
              && uri.getUserInfo() == null
              && String.valueOf(uri.getPath()).matches("/?")
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return isWhole ? Parsed.value(uri) : noEndpoint(text);
    } catch (URISyntaxException _) {
      return noEndpoint(text);
    }
  }

  private static <T> Parsed<T> noEndpoint(String text) {
    return Parsed.wrong(
        Shown.quoted(text)
            + " is no endpoint; allowed: http or https, a host and a port, such as"
            + " \"http://10.0.0.2:8500\"");
  }

  private static Parsed<String> prefix(String text) {
    boolean isPrefix =
        text.startsWith("/")
            && text.endsWith("/")
            && text.length() <= LONGEST_TEXT
            && text.codePoints().noneMatch(Character::isISOControl);
    return isPrefix
        ? Parsed.value(text)
        : Parsed.wrong(
            Shown.quoted(text)
                + " is no prefix; allowed: a slash at both ends, such as \"/services/\"");
  }

  private static Parsed<String> user(String text) {
    return text.length() <= LONGEST_TEXT && text.codePoints().noneMatch(Character::isISOControl)
        ? Parsed.value(text)
        : Parsed.wrong("is too long or not printable; allowed: " + LONGEST_TEXT + " characters");
  }

  private static Parsed<String> servicePattern(String text) {
    int star = text.indexOf('*');
    return text.isEmpty() || (star >= 0 && star < text.length() - 1)
        ? Parsed.wrong(
            Shown.quoted(text)
                + " names no services; allowed: a name, the beginning of names with a \"*\" behind"
                + " it, or \"*\"")
        : lowerCase(text);
  }

  private static Parsed<Duration> maxStale(String text) {
    return text.equals("forever") ? Parsed.value(Registry.FOREVER) : BOUNDED_STALE.read(text);
  }
}
