package dev.cairn.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The servers that are compared with, and how each is told what to serve: with little that is not
/// asked for in its answers, and nothing of its own.
enum Peer {
  NSD(
      "nsd",
      """
      server:
        server-count: 1
        ip-address: 127.0.0.1@%1$d
        username: ""
        zonesdir: "%2$s"
        pidfile: "%2$s/pid"
        xfrdfile: "%2$s/xfrd.state"
        zonelistfile: "%2$s/zone.list"
        xfrdir: "%2$s"
        rrl-ratelimit: 0
        rrl-whitelist-ratelimit: 0
        refuse-any: no
        minimal-responses: yes
      remote-control:
        control-enable: no
      """,
      """
      zone:
        name: %s
        zonefile: %s
      """) {
    @Override
    List<String> command(String config) {
      return List.of("nsd", "-d", "-c", config);
    }
  },

  KNOT(
      "knotd",
      """
      server:
        rundir: "%2$s"
        listen: 127.0.0.1@%1$d
        udp-workers: 1
        tcp-workers: 1
        background-workers: 1
      database:
        storage: "%2$s"
      template:
        - id: default
          zonefile-sync: -1
          journal-content: none
      zone:
      """,
      """
        - domain: %s
          file: "%s"
      """) {
    @Override
    List<String> command(String config) {
      return List.of("knotd", "-c", config);
    }
  },

  BIND(
      "named",
      """
      controls { };
      options {
        directory "%2$s";
        pid-file none;
        session-keyfile none;
        managed-keys-directory "%2$s";
        listen-on port %1$d { 127.0.0.1; };
        listen-on-v6 { none; };
        recursion no;
        dnssec-validation no;
        empty-zones-enable no;
        minimal-responses yes;
        minimal-any no;
        answer-cookie no;
        zero-no-soa-ttl no;
        notify no;
        allow-transfer { none; };
        check-names primary ignore;
        check-integrity no;
        check-mx ignore;
        check-mx-cname ignore;
        check-srv-cname ignore;
        check-dup-records ignore;
        check-spf ignore;
      };
      """,
      """
      zone "%s" { type primary; file "%s"; };
      """) {
    @Override
    List<String> command(String config) {
      return List.of("named", "-g", "-4", "-n", "1", "-c", config);
    }
  };

  private final String program;
  private final String server;
  private final String zone;

  Peer(String program, String server, String zone) {
    this.program = program;
    this.server = server;
    this.zone = zone;
  }

  abstract List<String> command(String config);

  /// What starts it, in the foreground.
  List<String> command(InetSocketAddress address, List<TestZone> zones, Path home)
      throws IOException {
    String all =
        zones.stream()
            .map(each -> zone.formatted(each.origin(), each.file()))
            .collect(Collectors.joining("", server.formatted(address.getPort(), home), ""));
    return command(Files.writeString(home.resolve("peer.conf"), all).toString());
  }

  /// Whether the package of the operating system is there.
  boolean isInstalled() {
    return isInstalled(program);
  }

  static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"), new String[] {"/usr/sbin", "/sbin"})
        .flatMap(Stream::of)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
