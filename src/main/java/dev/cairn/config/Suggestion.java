package dev.cairn.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody may have meant.
public final class Suggestion {
  private Suggestion() {}

  /// The known word that is nearest, if no more than a third of it differs; else null.
  public static @Nullable String nearest(String word, Collection<String> known) {
    var written = word.toLowerCase(Locale.ROOT).replace('_', '-');
    return known.stream()
        .filter(k -> Math.abs(k.length() - written.length()) <= tolerance(k))
        .filter(k -> distance(written, k) <= tolerance(k))
        .min(Comparator.comparingInt(k -> distance(written, k)))
        .orElse(null);
  }

  private static int tolerance(String known) {
    return Math.max(1, known.length() / 3);
  }

  /// How many characters have to be put in, left out, replaced, or swapped with their neighbour
  /// (optimal string alignment).
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (isSwap(from, i, to, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[to.length()];
  }

  private static boolean isSwap(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
