package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.forward.MessageClient;
import dev.cairn.forward.Scripts;
import dev.cairn.upstream.Handshake.Kind;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// The scripted server as the client of the JDK sees it.
class TestHttpsUpstreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String TYPE = "application/dns-message";

  private final Message first = MessageClient.query("first.example");
  private final Message second = MessageClient.query("second.example");
  private final SSLContext tls = TestCertificates.client();

  private TestHttpsUpstream upstream;
  private HttpClient client = newClient();

  @BeforeEach
  void start() throws IOException {
    upstream = TestHttpsUpstream.doing(Scripts.address("192.0.2.1"));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    upstream.close();
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_2).build();
  }

  /// Has the next request come from a client that has no connection yet, which knows what TLS
  /// knows.
  private void changeClient() {
    client.shutdownNow();
    client = newClient();
  }

  private HttpRequest.Builder request(String path) {
    var uri = URI.create("https://127.0.0.1:" + upstream.address().getPort() + path);
    return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("accept", TYPE);
  }

  private HttpRequest post(Message query) {
    return request(TestHttpsUpstream.PATH)
        .header("content-type", TYPE)
        .POST(BodyPublishers.ofByteArray(query.toWire()))
        .build();
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<HttpResponse<byte[]>> sendAsync(Message query) {
    return client.sendAsync(post(query), BodyHandlers.ofByteArray());
  }

  private static int id(Message message) {
    return message.getHeader().getID();
  }

  @Test
  void a_post_is_answered() throws IOException {
    HttpResponse<byte[]> response = send(post(first));
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(TYPE);
    var reply = new Message(response.body());
    assertThat(id(reply)).isEqualTo(id(first));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    HttpsRequest seen = upstream.requests().getFirst();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.headers())
        .isEqualTo(
            new HttpsRequest.Headers(
                "https", "127.0.0.1:" + upstream.address().getPort(), TYPE, TYPE));
    assertThat(upstream.handshakes().done())
        .containsExactly(new Handshake(Kind.FULL, "TLSv1.3", "h2", ""));
  }

  @Test
  void a_get_is_answered() throws IOException {
    String query = Base64.getUrlEncoder().withoutPadding().encodeToString(first.toWire());
    HttpResponse<byte[]> response =
        send(request(TestHttpsUpstream.PATH + "?dns=" + query).GET().build());
    assertThat(id(new Message(response.body()))).isEqualTo(id(first));
    assertThat(upstream.queries()).hasSize(1);
    assertThat(upstream.requests().getFirst().isPadded()).isFalse();
  }

  @Test
  void what_is_no_request_of_rfc_8484_is_refused() throws IOException {
    assertThat(send(request("/other").GET().build()).statusCode()).isEqualTo(404);
    assertThat(send(request("/dns-query?dns=A").GET().build()).statusCode()).isEqualTo(400);
    assertThat(send(request("/dns-query").DELETE().build()).statusCode()).isEqualTo(405);
    var untyped = request("/dns-query").POST(BodyPublishers.ofByteArray(first.toWire())).build();
    assertThat(send(untyped).statusCode()).isEqualTo(415);
    assertThat(upstream.queries()).isEmpty();
    assertThat(upstream.requests()).hasSize(4);
  }

  @Test
  void streams_share_a_connection_and_pass_each_other() throws Exception {
    var gate = new CountDownLatch(1);
    var right = Scripts.address("192.0.2.1");
    upstream.nowDoes(
        Scripts.forNames(first.getQuestion().getName()::equals, Scripts.after(gate, right), right));
    send(post(second)); // so that there is a connection
    CompletableFuture<HttpResponse<byte[]>> slow = sendAsync(first);
    Awaitility.await().until(() -> upstream.streams().open() == 1);
    assertThat(send(post(second)).statusCode()).isEqualTo(200);
    assertThat(slow).isNotDone();
    gate.countDown();
    assertThat(slow.get().statusCode()).isEqualTo(200);
    assertThat(upstream.accepted()).isEqualTo(1);
    assertThat(upstream.streams().all()).isEqualTo(3);
    assertThat(upstream.streams().mostAtOnce()).isEqualTo(2);
  }

  @Test
  void a_second_stream_at_once_is_not_allowed_if_one_is_the_most() throws Exception {
    var gate = new CountDownLatch(1);
    upstream.nowAllows(1);
    send(post(second)); // so that the client knows
    upstream.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    CompletableFuture<HttpResponse<byte[]>> one = sendAsync(first);
    Awaitility.await().until(() -> upstream.streams().open() == 1);
    CompletableFuture<HttpResponse<byte[]>> other = sendAsync(second);
    assertThatThrownBy(other::get).hasRootCauseInstanceOf(IOException.class);
    gate.countDown();
    assertThat(one.get().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 400, 403, 429, 500, 503})
  void a_status_is_told(int status) throws IOException {
    upstream.nowBehaves(HttpsConducts.status(status, "retry-after", "1"));
    HttpResponse<byte[]> response = send(post(first));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void fields_can_be_wrong_or_missing() throws IOException {
    upstream.nowBehaves(HttpsConducts.withType("text/html"));
    assertThat(send(post(first)).headers().firstValue("content-type")).contains("text/html");
    upstream.nowBehaves(HttpsConducts.withType(""));
    assertThat(send(post(first)).headers().firstValue("content-type")).isEmpty();
    upstream.nowBehaves(HttpsConducts.withFields("age", "100"));
    assertThat(send(post(first)).headers().firstValue("age")).contains("100");
  }

  @Test
  void bodies_can_be_empty_huge_or_nonsense() throws IOException {
    upstream.nowBehaves(HttpsConducts.withoutBody());
    assertThat(send(post(first)).body()).isEmpty();
    upstream.nowBehaves(HttpsConducts.body((byte) 1, (byte) 2));
    assertThat(send(post(first)).body()).containsExactly(1, 2);
    upstream.nowBehaves(HttpsConducts.hugeBody(1_000_000));
    assertThat(send(post(first)).body()).hasSize(1_000_000);
    upstream.nowBehaves(HttpsConducts.hugeBody(16_384));
    assertThat(send(post(first)).body()).hasSize(16_384);
  }

  @Test
  void bodies_can_come_in_drips_or_with_trailers() throws IOException {
    upstream.nowBehaves(HttpsConducts.dripping(7, Duration.ofNanos(1)));
    assertThat(id(new Message(send(post(first)).body()))).isEqualTo(id(first));
    upstream.nowBehaves(HttpsConducts.withTrailers());
    assertThat(id(new Message(send(post(first)).body()))).isEqualTo(id(first));
  }

  @Test
  void silence_and_half_a_body_leave_the_stream_open_until_the_client_breaks_it_off() {
    for (HttpsConduct conduct : new HttpsConduct[] {_ -> {}, HttpsConducts.stallingMidway()}) {
      upstream.nowBehaves(conduct);
      int before = upstream.streams().cancelled();
      CompletableFuture<HttpResponse<byte[]>> answer = sendAsync(first);
      Awaitility.await().until(() -> upstream.streams().open() == 1);
      answer.cancel(true);
      Awaitility.await().until(() -> upstream.streams().cancelled() == before + 1);
      Awaitility.await().until(() -> upstream.streams().open() == 0);
    }
    assertThat(upstream.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL_ERROR", "CANCEL", "ENHANCE_YOUR_CALM"})
  void a_stream_that_is_broken_off_breaks_no_other(Http2Error why) throws IOException {
    upstream.nowBehaves(HttpsConducts.after(1, HttpsConducts.resetting(why)));
    send(post(first));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
    upstream.nowBehaves(HttpsConducts.resettingMidway(why));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
    upstream.nowBehaves(HttpsConducts.orderly());
    assertThat(send(post(first)).statusCode()).isEqualTo(200);
    assertThat(upstream.accepted()).isEqualTo(1);
  }

  @Test
  void after_goaway_the_client_comes_by_another_connection() throws IOException {
    upstream.nowBehaves(HttpsConducts.goingAwayAfter(1));
    for (int i = 1; i <= 3; i++) {
      assertThat(send(post(first)).statusCode()).isEqualTo(200);
      assertThat(upstream.accepted()).isEqualTo(i);
    }
  }

  @Test
  void after_an_answer_the_connection_ends() throws IOException {
    for (HttpsConduct end :
        new HttpsConduct[] {HttpsConducts.endingAfter(1), HttpsConducts.cuttingAfter(1)}) {
      int before = upstream.accepted();
      upstream.nowBehaves(end);
      assertThat(send(post(first)).statusCode()).isEqualTo(200);
      Awaitility.await().until(() -> upstream.open() == 0);
      assertThat(upstream.accepted()).isEqualTo(before + 1);
      changeClient(); // this one need not have seen the end yet
    }
  }

  @Test
  void a_connection_that_is_reset_loses_the_request() {
    upstream.nowBehaves(HttpsConducts.resettingAfter(0));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "RIGHT", mode = EnumSource.Mode.EXCLUDE)
  void a_certificate_that_is_not_right_is_refused(ServerCertificate certificate) {
    upstream.nowHas(TestHttpsUpstream.entrance().showing(certificate));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
    Awaitility.await().until(() -> upstream.handshakes().failed() > 0 || upstream.open() == 0);
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"STALLING", "MUTE"})
  void stalling_or_mute_it_keeps_the_client_waiting(Opening opening) {
    upstream.nowHas(TestHttpsUpstream.entrance().beginning(opening));
    CompletableFuture<HttpResponse<byte[]>> answer = sendAsync(first);
    if (opening == Opening.MUTE) {
      Awaitility.await().until(() -> upstream.handshakes().done().size() == 1);
    }
    assertThat(answer).isNotDone();
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_TLS", "ENDING", "GARBAGE"})
  void what_begins_otherwise_is_no_http_2(Opening opening) {
    upstream.nowHas(TestHttpsUpstream.entrance().beginning(opening));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
  }

  @Test
  void without_h2_there_is_no_answer() {
    upstream.nowHas(TestHttpsUpstream.entrance().offering("http/1.1"));
    assertThatThrownBy(() -> send(post(first))).isInstanceOf(IOException.class);
    assertThat(upstream.handshakes().done().getFirst().protocol()).isEqualTo("http/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_session_that_is_resumed_is_seen(String version) throws IOException {
    upstream.nowHas(TestHttpsUpstream.entrance().only(version));
    for (int i = 0; i < 2; i++) {
      send(post(first));
      changeClient();
    }
    assertThat(upstream.handshakes().done())
        .extracting(Handshake::kind)
        .containsExactly(Kind.FULL, Kind.RESUMED);
  }

  @Test
  void it_comes_back_at_its_address() throws IOException {
    send(post(first));
    upstream.close();
    upstream = TestHttpsUpstream.at(upstream.address(), Scripts.address("192.0.2.2"));
    changeClient();
    assertThat(send(post(first)).statusCode()).isEqualTo(200);
    assertThat(upstream.queries()).hasSize(1);
  }
}
