package pando.posts;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;

/// Who may see a post. Its author always may; who is blocked, either way, never.
public enum Audience {
  /// Everyone, in every list.
  EVERYONE,
  /// Everyone who comes across it, but it is not in public lists, tag lists or search.
  UNLISTED,
  /// The author's followers, and who is mentioned.
  FOLLOWERS,
  /// Who is mentioned.
  MENTIONED;

  /// The audience that [#word] names.
  static Audience of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// As rows have it, such as `everyone`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The rule: whether a viewer may see a post of this audience.
  ///
  /// @param viewer null: nobody has signed in
  boolean admits(
      @Nullable AccountId viewer, Ties ties, AccountId author, List<AccountId> mentions) {
    if (viewer == null) {
      return this == EVERYONE || this == UNLISTED;
    }
    if (viewer.equals(author)) {
      return true;
    }
    if (ties.blocks(author)) {
      return false;
    }
    return switch (this) {
      case EVERYONE, UNLISTED -> true;
      case FOLLOWERS -> ties.follows(author) || mentions.contains(viewer);
      case MENTIONED -> mentions.contains(viewer);
    };
  }
}
