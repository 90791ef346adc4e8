package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final byte[] QUERY = new byte[17];
  private static final int IDS = 1 << 16;

  private final Tally tally = new Tally();
  private final Line line =
      new Line(tally) {
        @Override
        boolean receive() {
          return false;
        }

        @Override
        boolean send(byte[] query, int id) {
          return true;
        }

        @Override
        public void close() {}
      };

  private void answer(int id) {
    var message = ByteBuffer.allocate(17).putShort(0, (short) id).putShort(2, (short) 0x8000);
    line.heard(message, 10);
  }

  @Test
  void an_id_is_not_used_again_while_its_query_waits() throws IOException {
    assertThat(line.ask(QUERY, 1)).isTrue(); // and it is lost
    for (int id = 1; id < IDS; id++) {
      assertThat(line.ask(QUERY, 5)).isTrue();
      answer(id);
    }
    assertThat(line.ask(QUERY, 6)).isFalse();
    line.giveUp(3);
    assertThat(tally.lost()).isEqualTo(1);
    assertThat(line.open()).isZero();
    assertThat(line.ask(QUERY, 6)).isTrue();
  }

  @Test
  void what_was_not_asked_is_no_answer() throws IOException {
    line.ask(QUERY, 1);
    answer(7);
    answer(0);
    answer(0);
    assertThat(tally.answered()).isEqualTo(1);
    assertThat(tally.strange()).isEqualTo(2);
  }
}
