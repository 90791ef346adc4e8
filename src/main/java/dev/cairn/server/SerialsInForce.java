package dev.cairn.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Asks a running server which serials it serves.
public final class SerialsInForce {
  private static final int MOST_OCTETS = 16 << 20;
  private static final Pattern SERIAL =
      Pattern.compile("(?m)^cairn_zone_serial\\{zone=\"([^\"]+)\"} ([0-9.E+]+)$");

  private SerialsInForce() {}

  /// Where the server of a configuration tells it: an address of `[admin] listen`; none if there is
  /// none.
  public static List<URI> placesOf(List<InetSocketAddress> listen) {
    return listen.stream()
        .filter(address -> address.getPort() > 0)
        .limit(1)
        .map(SerialsInForce::place)
        .toList();
  }

  private static URI place(InetSocketAddress address) {
    InetAddress host =
        address.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : address.getAddress();
    String text = host.getHostAddress();
    return URI.create(
        "http://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort());
  }

  /// The serials by zone; of the first thousand zones, which is what a server tells.
  ///
  /// @param server as in `http://127.0.0.1:8053`
  /// @param patience for the connection, and again for the answer
  /// @throws IOException if nobody answers within it, or not as a server does
  public static Map<Name, Long> at(URI server, Duration patience) throws IOException {
    var connection = (HttpURLConnection) server.resolve("/metrics").toURL().openConnection();
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setInstanceFollowRedirects(false);
    try (var in = connection.getInputStream()) {
      return read(new String(in.readNBytes(MOST_OCTETS), StandardCharsets.UTF_8));
    } finally {
      connection.disconnect();
    }
  }

  private static Map<Name, Long> read(String metrics) {
    var serials = new HashMap<Name, Long>();
    Matcher line = SERIAL.matcher(metrics);
    while (line.find()) {
      try {
        serials.put(
            Name.fromString(line.group(1), Name.root), (long) Double.parseDouble(line.group(2)));
      } catch (TextParseException | NumberFormatException _) {
        // not one of our lines
      }
    }
    return serials;
  }
}
