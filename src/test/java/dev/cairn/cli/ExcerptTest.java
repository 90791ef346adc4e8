package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A line and the caret under it.
final class ExcerptTest {
  private final Excerpt excerpt = new Excerpt(60);

  @Test
  void the_caret_stands_under_the_column() {
    assertThat(lines("www A 192.0.2.300\nnext A 1\n", 7))
        .containsExactly("    www A 192.0.2.300", "          ^");
  }

  @Test
  void tabs_stay_so_that_the_caret_is_where_the_terminal_puts_it() {
    assertThat(lines("www\tA\tx\r\n", 7)).containsExactly("    www\tA\tx", "       \t \t^");
  }

  @Test
  void a_column_counts_octets_and_the_caret_characters() {
    assertThat(lines("süß A x", 9)).containsExactly("    süß A x", "          ^");
  }

  @Test
  void a_line_as_a_whole_has_no_caret() {
    assertThat(lines("www A 192.0.2.1", 0)).containsExactly("    www A 192.0.2.1");
  }

  @Test
  void a_column_behind_the_end_is_the_end() {
    assertThat(lines("ab", 99)).containsExactly("    ab", "      ^");
    assertThat(lines("", 1)).containsExactly("    ", "    ^");
  }

  @Test
  void a_long_line_is_cut_around_the_column() {
    String line = "a".repeat(500) + "HERE" + "b".repeat(500);
    List<String> told = lines(line, 501);
    assertThat(told.getFirst()).hasSize(60).startsWith("    …aaa").endsWith("bbb…");
    assertThat(told.getFirst().substring(told.getLast().indexOf('^'))).startsWith("HERE");
  }

  @Test
  void a_column_near_either_end_shows_as_much_as_fits() {
    assertThat(lines("HERE" + "b".repeat(500), 1).getFirst()).hasSize(60).startsWith("    HEREbb");
    List<String> told = lines("a".repeat(500) + "HERE", 501);
    assertThat(told.getFirst()).hasSize(60).endsWith("aHERE");
    assertThat(told.getFirst().substring(told.getLast().indexOf('^'))).isEqualTo("HERE");
  }

  @Test
  void what_a_terminal_would_obey_is_not_printed() {
    assertThat(lines("a\u001b[31m\u0007\u202eb", 1).getFirst()).isEqualTo("    a�[31m��b");
  }

  @Test
  void octets_that_are_no_text_are_shown_as_such() {
    byte[] text = {'a', (byte) 0xFF, 'b', '\n'};
    assertThat(excerpt.atOctet(text, 3).lines()).containsExactly("    a�b", "      ^");
  }

  @Test
  void the_width_is_what_the_shell_says() {
    assertThat(Excerpt.ofColumns("72")).isEqualTo(new Excerpt(72));
    assertThat(Excerpt.ofColumns(null)).isEqualTo(new Excerpt(100));
    assertThat(Excerpt.ofColumns("wide")).isEqualTo(new Excerpt(100));
    assertThat(Excerpt.ofColumns("1")).isEqualTo(new Excerpt(40));
  }

  private List<String> lines(String text, int column) {
    return excerpt.atOctet(text.getBytes(StandardCharsets.UTF_8), column).lines().toList();
  }
}
