package dev.cairn.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads where a server is asked over HTTP: a URL, or host and port as `[admin] listen` says them.
final class AdminUrlConverter implements ITypeConverter<URI> {
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^/]+:\\d{1,5}");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Override
  public URI convert(String text) {
    try {
      URI url = new URI(HOST_AND_PORT.matcher(text).matches() ? "http://" + text : text);
      if (SCHEMES.contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new TypeConversionException(
        "\"" + text + "\" is no address such as http://127.0.0.1:8053");
  }
}
