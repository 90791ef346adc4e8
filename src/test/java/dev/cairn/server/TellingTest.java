package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class TellingTest {
  /// Fails: only the four bits of the header are looked at.
  @Test
  void an_extended_rcode_is_counted_as_what_it_is() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      Message query = TestClient.query("www.example.org", Type.A);
      query.removeAllRecords(Section.ADDITIONAL);
      query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
      assertThat(server.client().udp(query).getRcode()).isEqualTo(16);
      assertThat(server.http("GET", "/metrics").body().lines())
          .anyMatch(line ->
              line.startsWith("cairn_queries_total{") && line.contains("rcode=\"BADVERS\""));
    }
  }

  /// Fails now and then: each request has a thread of its own, and who is first writes first.
  @Test
  void pipelined_requests_are_answered_in_their_order() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      var address = server.adminAddress();
      for (int i = 0; i < 100; i++) {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
          String requests =
              "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
          socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
          String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(told).as("run " + i).startsWith("HTTP/1.1 200 OK").contains("HTTP/1.1 404");
        }
      }
    }
  }

  /// Fails: RFC 9110 §15.5.6 demands the header.
  @Test
  void a_405_says_what_is_allowed() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      assertThat(server.http("POST", "/health").headers().firstValue("allow"))
          .hasValue("GET, HEAD");
    }
  }

  /// Fails now and then: the end of what the client sends closes the connection before the answer
  /// is written, as in `printf 'GET /ready HTTP/1.0\r\n\r\n' | nc -N 127.0.0.1 8053`.
  @Test
  void a_client_that_has_asked_all_it_wants_is_answered() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      var address = server.adminAddress();
      for (int i = 0; i < 50; i++) {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
          socket
              .getOutputStream()
              .write("GET /ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          socket.shutdownOutput();
          String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(told).as("run " + i).contains(" 200 OK");
        }
      }
    }
  }
}
