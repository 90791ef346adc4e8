package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void a_refused_connection_is_one_whatever_told_it() {
    assertThat(Failure.of(new PortUnreachableException())).isEqualTo(Failure.REFUSED_CONNECTION);
    assertThat(Failure.of(new ConnectException("Connection refused")))
        .isEqualTo(Failure.REFUSED_CONNECTION);
  }

  @Test
  void what_the_system_said_is_told_without_what_it_was_wrapped_in() {
    var tooMany = new IOException("socket failed: Too many open files");
    assertThat(Failure.of(new ChannelException(tooMany)).what())
        .isEqualTo("could not be reached: socket failed: Too many open files");
    assertThat(Failure.of(new ChannelException("closed already")).what())
        .isEqualTo("could not be reached: closed already");
  }
}
