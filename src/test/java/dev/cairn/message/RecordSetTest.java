package dev.cairn.message;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordSetTest {

  @ParameterizedTest
  @ValueSource(bytes = {-1, -64, 64, 127, -128})
  void what_is_no_uncompressed_name_is_not_walked(byte length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSet.nameAt(new byte[] {1, 'a', length, 0, 0, 0}, 0));
  }
}
