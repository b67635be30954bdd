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

  /// How many characters must be added, removed or replaced (Levenshtein's distance).
  private static int edits(String first, String second) {
    var from = first.toLowerCase(Locale.ROOT);
    var to = second.toLowerCase(Locale.ROOT);
    var above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      var row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
