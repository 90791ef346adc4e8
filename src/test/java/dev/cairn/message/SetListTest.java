package dev.cairn.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

class SetListTest {
  private static final byte[] ROOT = {0};
  private static final byte[] RECORD = {
    0, Type.A, 0, DClass.IN, 0, 0, 1, 44, 0, 4, (byte) 192, 0, 2, 1
  };

  private final SetList list = new SetList();

  @Test
  void a_set_shows_records_and_lets_go_of_them() {
    SetView view = list.add().is(ROOT, 0, RECORD, 0, 1);
    assertThat(view.type()).isEqualTo(Type.A);
    assertThat(view.ttl()).isEqualTo(300);
    list.clear();
    assertThat(list.size()).isZero();
    assertThat(view.owner()).isEmpty();
    assertThat(view.records()).as("or a zone that is gone would stay in memory").isEmpty();
    assertThat(list.add()).isSameAs(view);
  }

  @Test
  void the_same_records_twice_are_noticed() {
    list.add().is(ROOT, 0, RECORD, 0, 1);
    assertThat(list.repeats()).isFalse();
    list.add().is(ROOT, 0, RECORD.clone(), 0, 1);
    assertThat(list.repeats()).isFalse();
    list.add().is(ROOT, 0, RECORD, 0, 1);
    assertThat(list.repeats()).isTrue();
  }
}
