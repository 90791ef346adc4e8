package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {
  @TempDir Path folder;

  @Test
  void name_servers_are_read_in_order_and_once_each() throws IOException {
    assertThat(
            upstreamsIn(
                """
                # made by hand
                search example.com
                nameserver 192.0.2.53
                  nameserver\t2001:db8::53   # the other
                nameserver 192.0.2.53
                options edns0
                ;nameserver 192.0.2.99
                nameserver 192.0.2.54;x
                """))
        .containsExactly(address("192.0.2.53"), address("2001:db8::53"), address("192.0.2.54"));
  }

  @Test
  void odd_lines_are_passed_over() throws IOException {
    assertThat(
            upstreamsIn(
                """
                nameserver
                nameserver dns.example.com
                nameserver 192.0.2.256
                nameserver fe80::1%no-such-interface
                nameservers 192.0.2.1
                NAMESERVER 192.0.2.1
                nameserver 192.0.2.53\
                """))
        .containsExactly(address("192.0.2.53"));
  }

  @Test
  void a_scope_that_exists_is_kept() throws IOException {
    assertThat(upstreamsIn("nameserver fe80::1%lo\n"))
        .allSatisfy(one -> assertThat(one.getAddress().getHostAddress()).endsWith("%lo"));
  }

  @Test
  void our_own_addresses_are_left_out() throws IOException {
    var conf = new ResolvConf(written("nameserver 127.0.0.1\nnameserver 192.0.2.53\n"));
    assertThat(conf.upstreams(one -> one.getAddress().isLoopbackAddress()))
        .containsExactly(address("192.0.2.53"));
  }

  @Test
  void what_cannot_be_read_names_none() {
    assertThat(new ResolvConf(folder.resolve("absent")).upstreams(_ -> false)).isEmpty();
    assertThat(new ResolvConf(folder).upstreams(_ -> false)).isEmpty();
    assertThat(new ResolvConf(Path.of("/dev/zero")).upstreams(_ -> false)).isEmpty();
  }

  @Test
  void whatever_stands_in_it_nothing_is_thrown() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      var octets = new byte[200];
      random.nextBytes(octets);
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      upstreamsIn("nameserver " + text + "\nnameserver ::%" + text);
    }
  }

  private List<InetSocketAddress> upstreamsIn(String text) throws IOException {
    return new ResolvConf(written(text)).upstreams(_ -> false);
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("resolv.conf"), text, StandardCharsets.ISO_8859_1);
  }

  private static InetSocketAddress address(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 53);
  }
}
