package pando.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the word that somebody meant who typed another.
public final class Nearest {
  private Nearest() {}

  /// The one of `words`, which are not empty, that the fewest edits turn into `typed`.
  public static String to(String typed, List<String> words) {
    return words.stream().min(Comparator.comparingInt(word -> edits(typed, word))).orElseThrow();
  }

  /// How many characters must be added, removed, replaced, or swapped with their neighbour.
  private static int edits(String first, String second) {
    var from = first.toLowerCase(Locale.ROOT);
    var to = second.toLowerCase(Locale.ROOT);
    var edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, i, j, from, to);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int fewest(int[][] edits, int i, int j, String from, String to) {
    var same = from.charAt(i - 1) == to.charAt(j - 1);
    var fewest =
        Math.min(
            edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    var swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(fewest, 1 + edits[i - 2][j - 2]) : fewest;
  }
}
