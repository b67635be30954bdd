package pando.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.posts.Audience;

/// What everybody should read at home, worked out from the rules in words and nothing else. It
/// knows nothing of lists, events or databases.
final class WrittenRules {
  final Map<AccountId, Set<AccountId>> follows = new HashMap<>();
  final Map<AccountId, Set<AccountId>> wantsNoBoostsOf = new HashMap<>();
  final Map<AccountId, Set<AccountId>> blocks = new HashMap<>();
  final Map<AccountId, Set<AccountId>> mutes = new HashMap<>();
  final List<Item> items = new ArrayList<>();
  private final int window;

  WrittenRules(int window) {
    this.window = window;
  }

  /// A post or a boost.
  static final class Item {
    final long id;
    final AccountId author;
    final Audience audience;
    Set<AccountId> mentions;
    final @Nullable AccountId answers;
    final @Nullable Item boosts;
    boolean deleted;

    Item(
        long id,
        AccountId author,
        Audience audience,
        Set<AccountId> mentions,
        @Nullable AccountId answers,
        @Nullable Item boosts) {
      this.id = id;
      this.author = author;
      this.audience = audience;
      this.mentions = mentions;
      this.answers = answers;
      this.boosts = boosts;
    }

    Item shown() {
      return boosts == null ? this : boosts;
    }
  }

  static Set<AccountId> of(Map<AccountId, Set<AccountId>> relation, AccountId who) {
    return relation.computeIfAbsent(who, _ -> new HashSet<>());
  }

  /// The ids of the posts and boosts that somebody reads at home, newest first.
  List<Long> home(AccountId reader) {
    var feed =
        items.stream()
            .filter(item -> !item.deleted && isForHomeOf(reader, item))
            .sorted(Comparator.comparingLong((Item item) -> item.id).reversed())
            .toList();
    var shown = new ArrayList<Long>();
    for (var i = 0; i < feed.size(); i++) {
      var item = feed.get(i);
      var below = feed.subList(i + 1, Math.min(i + 1 + window, feed.size()));
      var again =
          item.boosts != null
              && below.stream()
                  .anyMatch(other -> other.shown() == item.boosts && maySee(reader, other));
      if (maySee(reader, item) && !again) {
        shown.add(item.id);
      }
    }
    return shown;
  }

  /// One's own posts; and the posts and boosts of those whom one follows, but not their letters to
  /// others, nor their answers to strangers.
  private boolean isForHomeOf(AccountId reader, Item item) {
    if (item.author.equals(reader)) {
      return true;
    }
    var letterToOthers = item.audience == Audience.MENTIONED && !item.mentions.contains(reader);
    var answerToStranger =
        item.answers != null
            && !item.answers.equals(reader)
            && !item.answers.equals(item.author)
            && !of(follows, reader).contains(item.answers);
    return of(follows, reader).contains(item.author) && !letterToOthers && !answerToStranger;
  }

  /// Nothing of, to or about people whom one has blocked or muted or who have blocked one; no
  /// boosts that one does not want; no boosts of what is gone.
  private boolean maySee(AccountId reader, Item item) {
    if (item.boosts != null && item.boosts.deleted) {
      return false;
    }
    if (item.author.equals(reader)) {
      return item.boosts == null || !blockBetween(reader, item.boosts.author);
    }
    if (item.boosts != null && of(wantsNoBoostsOf, reader).contains(item.author)) {
      return false;
    }
    var people = new HashSet<AccountId>();
    for (var part : List.of(item, item.shown())) {
      people.add(part.author);
      people.addAll(part.mentions);
      if (part.answers != null) {
        people.add(part.answers);
      }
    }
    people.remove(reader);
    return people.stream()
        .noneMatch(person -> blockBetween(reader, person) || of(mutes, reader).contains(person));
  }

  private boolean blockBetween(AccountId one, AccountId other) {
    return of(blocks, one).contains(other) || of(blocks, other).contains(one);
  }
}
