package dev.cairn.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

class LentAnswerTest {
  private static final byte[] NAME = {1, 'a', 0};
  private static final byte[] RECORD = {
    0, Type.A, 0, DClass.IN, 0, 0, 1, 44, 0, 4, (byte) 192, 0, 2, 1
  };

  private final LentAnswer answer = new LentAnswer();

  @Test
  void a_question_begins_with_nothing_said_even_if_the_one_before_ended_badly() {
    answer.ask(NAME, Type.A);
    answer.add(answer.answer(), RECORD, 0, 1);
    answer.add(answer.authority(), RECORD, 0, 1);
    answer.add(answer.additional(), RECORD, 0, 1);
    answer.wants(true, true);
    answer.ask(NAME, Type.AAAA);
    assertThat(answer.answer().size()).isZero();
    assertThat(answer.authority().size()).isZero();
    assertThat(answer.additional().size()).isZero();
    assertThat(answer.dnssecOk()).isFalse();
    assertThat(answer.takesAll()).isFalse();
    assertThat(answer.type()).isEqualTo(Type.AAAA);
    assertThat(answer.name().count()).isEqualTo(1);
  }

  @Test
  void an_alias_is_followed_to_where_it_stands() {
    byte[] elsewhere = {9, 9, 1, 'b', 1, 'c', 0};
    answer.ask(NAME, Type.A);
    answer.isAliasOf(elsewhere, 2);
    answer.follow();
    assertThat(answer.name().count()).isEqualTo(2);
    assertThat(answer.written()).isSameAs(elsewhere);
    assertThat(answer.writtenAt()).isEqualTo(2);
  }
}
