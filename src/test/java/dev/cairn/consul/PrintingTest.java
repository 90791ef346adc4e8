package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.junit.jupiter.api.Test;

class PrintingTest {
  @Test
  void many_get_the_same_memory_which_is_free_when_the_last_has_let_go() {
    var printing = new Printing(Page.text(HttpResponseStatus.OK, "hello"));
    ByteBuf one = printing.octets(Manner.WHOLE).retainedDuplicate();
    ByteBuf other = printing.octets(Manner.WHOLE).retainedDuplicate();
    one.setByte(one.writerIndex() - 1, 'a');
    printing.close();
    one.skipBytes(one.readableBytes()).release();
    assertThat(other.toString(ISO_8859_1))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + "content-type: text/plain; charset=utf-8\r\n"
                + "content-length: 5\r\n"
                + "cache-control: no-store\r\n"
                + "X-Content-Type-Options: nosniff\r\n"
                + "\r\n"
                + "hella");
    other.release();
    assertThat(other.refCnt()).isZero();
  }

  @Test
  void an_answer_to_head_says_how_long_the_body_would_be() {
    try (var printing = new Printing(Page.truth(true))) {
      ByteBuf octets = printing.octets(Manner.of(HttpMethod.HEAD, Arrival.Ending.CLOSES));
      assertThat(octets.toString(ISO_8859_1))
          .contains("content-length: 4\r\n")
          .endsWith("connection: close\r\n\r\n");
    }
  }

  @Test
  void no_header_can_begin_another_line() {
    assertThatThrownBy(() -> Page.done().with("Allow", "GET\r\nSet-Cookie: a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
