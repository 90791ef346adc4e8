package dev.cairn.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows whose columns stand below each other, two spaces apart.
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  Table(String... first) {
    rows.add(first);
  }

  /// @param cells as many as the first row has
  void add(String... cells) {
    rows.add(cells);
  }

  List<String> lines() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      Arrays.setAll(widths, column -> Math.max(widths[column], row[column].length()));
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(String[] row, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      line.append(row[column]).repeat(' ', widths[column] - row[column].length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
