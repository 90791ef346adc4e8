package dev.cairn.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The name servers of a resolv.conf (resolv.conf(5)). Odd lines are passed over, and a file that
/// cannot be read names none.
public final class ResolvConf {
  private static final int PORT = 53;
  private static final int LARGEST = 65_536;
  private static final int MOST = 16;

  private final Path path;

  public ResolvConf(Path path) {
    this.path = path;
  }

  /// The addresses in the order of the file, each once, without those that are ourselves: to
  /// forward to ourselves would be a loop.
  public List<InetSocketAddress> upstreams(Predicate<InetSocketAddress> isOurselves) {
    return text()
        .lines()
        .map(ResolvConf::addressIn)
        .filter(Objects::nonNull)
        .map(address -> new InetSocketAddress(address, PORT))
        .distinct()
        .filter(isOurselves.negate())
        .limit(MOST)
        .toList();
  }

  private String text() {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /// An IPv6 address may end in a scope ("%eth0"), which is kept if there is such an interface;
  /// without it a link-local address would lead nowhere, so then the line is passed over.
  private static @Nullable InetAddress addressIn(String line) {
    String[] words = line.strip().split("[\\s#;]+", 3);
    if (words.length < 2 || !words[0].equals("nameserver")) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(words[1]);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
