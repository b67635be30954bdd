package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;
import pando.feed.WrittenRules.Item;
import pando.posts.Audience;
import pando.posts.Draft;
import pando.posts.Outlines;
import pando.posts.Post;

/// What some people did, by chance: the same seed is the same history. Whatever is done is told to
/// the [WrittenRules] as well, and now and then everybody reads and finds what these say.
final class History {
  private static final List<String> NAMES = List.of("ana", "ben", "chi", "dov", "eva", "fay");

  private final FeedTown town;
  private final WrittenRules rules = new WrittenRules(FeedTown.WINDOW);
  private final int seed;
  private final Random random;
  private final List<String> names = new ArrayList<>();
  private final List<AccountId> people = new ArrayList<>();
  private final boolean late;
  private int words;

  History(FeedTown town, int seed) {
    this.town = town;
    this.seed = seed;
    this.random = new Random(seed);
    this.late = random.nextInt(3) == 0;
    for (var name : NAMES) {
      names.add(name + seed);
      people.add(town.join(name + seed));
    }
  }

  void run(int steps) {
    town.forgetEvents();
    town.keepBack(late);
    meet();
    for (var step = 0; step < steps; step++) {
      try {
        step();
      } catch (Refusal _) {
        // Not everybody may do everything: then nothing has happened.
      }
      if (random.nextInt(steps / 4) == 0) {
        everybodyReads();
      }
    }
    if (random.nextInt(4) == 0) {
      town.site.people.deliverEverythingAgain();
    }
    everybodyReads();
  }

  /// Some follow some others from the beginning.
  private void meet() {
    var chance = random.nextDouble();
    for (var who : people) {
      for (var other : people) {
        if (!who.equals(other) && random.nextDouble() < chance) {
          follow(who, other);
        }
      }
    }
  }

  private void step() {
    var who = any(people);
    var other = any(people);
    switch (random.nextInt(25)) {
      case 0, 1, 2, 3 -> follow(who, other);
      case 4 -> unfollow(who, other);
      case 5 -> mute(who, other);
      case 6 -> unmute(who, other);
      case 7 -> block(who, other);
      case 8 -> unblock(who, other);
      case 9 -> hideBoosts(who, other);
      case 10, 11, 12, 13, 14 -> post(who, null);
      case 15, 16, 17 -> answer(who);
      case 18, 19, 20 -> boost(who);
      case 21 -> delete();
      case 22 -> edit();
      case 23 -> town.feeds.forget(who);
      case 24 -> town.replaceOther();
      default -> throw new AssertionError();
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void follow(AccountId who, AccountId other) {
    var boosts = random.nextInt(4) > 0;
    town.site.people.relations.follow(who, other, new FollowOptions(boosts, null, null));
    WrittenRules.of(rules.follows, who).add(other);
    want(who, other, boosts);
  }

  private void hideBoosts(AccountId who, AccountId other) {
    if (WrittenRules.of(rules.follows, who).contains(other)) {
      town.site.people.relations.follow(who, other, new FollowOptions(false, null, null));
      want(who, other, false);
    }
  }

  private void want(AccountId who, AccountId other, boolean boosts) {
    var unwanted = WrittenRules.of(rules.wantsNoBoostsOf, who);
    if (boosts) {
      unwanted.remove(other);
    } else {
      unwanted.add(other);
    }
  }

  private void unfollow(AccountId who, AccountId other) {
    town.site.people.relations.unfollow(who, other);
    WrittenRules.of(rules.follows, who).remove(other);
  }

  private void mute(AccountId who, AccountId other) {
    town.site.people.relations.mute(who, other, true, null);
    WrittenRules.of(rules.mutes, who).add(other);
  }

  private void unmute(AccountId who, AccountId other) {
    town.site.people.relations.unmute(who, other);
    WrittenRules.of(rules.mutes, who).remove(other);
  }

  private void block(AccountId who, AccountId other) {
    town.site.people.relations.block(who, other);
    WrittenRules.of(rules.blocks, who).add(other);
    WrittenRules.of(rules.follows, who).remove(other);
    WrittenRules.of(rules.follows, other).remove(who);
  }

  private void unblock(AccountId who, AccountId other) {
    town.site.people.relations.unblock(who, other);
    WrittenRules.of(rules.blocks, who).remove(other);
  }

  private void post(AccountId who, @Nullable Item answered) {
    var audience = random.nextBoolean() ? Audience.EVERYONE : any(List.of(Audience.values()));
    var mentioned = someNames();
    var replyTo = answered == null ? null : new PostId(answered.id);
    var post = town.site.posts.publish(who, draft(mentioned, audience, replyTo));
    tell(post, audience, mentioned, answered == null ? null : answered.author, null);
  }

  private void answer(AccountId who) {
    var posts = rules.items.stream().filter(item -> item.boosts == null).toList();
    post(who, posts.isEmpty() ? null : any(posts));
  }

  /// Nobody, mostly; somebody now and then.
  private Set<Integer> someNames() {
    var some = new HashSet<Integer>();
    while (random.nextInt(3) == 0) {
      some.add(random.nextInt(people.size()));
    }
    return some;
  }

  private Draft draft(Set<Integer> mentioned, Audience audience, @Nullable PostId replyTo) {
    var text = new StringBuilder("word " + words++);
    mentioned.forEach(person -> text.append(" @").append(names.get(person)));
    return new Draft(text.toString(), "", false, null, audience, replyTo, List.of(), null, null);
  }

  private void tell(
      Post post,
      Audience audience,
      Set<Integer> mentioned,
      @Nullable AccountId answers,
      @Nullable Item boosts) {
    rules.items.add(
        new Item(post.id().value(), post.author(), audience, ids(mentioned), answers, boosts));
  }

  private Set<AccountId> ids(Set<Integer> mentioned) {
    var ids = new HashSet<AccountId>();
    mentioned.forEach(person -> ids.add(people.get(person)));
    return ids;
  }

  private void boost(AccountId who) {
    var posts = rules.items.stream().filter(item -> item.boosts == null).toList();
    if (posts.isEmpty()) {
      return;
    }
    var item = any(posts);
    var boost = town.site.reactions.boost(who, new PostId(item.id), Audience.EVERYONE);
    if (rules.items.stream().noneMatch(known -> known.id == boost.id().value())) {
      tell(boost, Audience.EVERYONE, Set.of(), null, item);
    }
  }

  private void delete() {
    if (!rules.items.isEmpty()) {
      var item = any(rules.items);
      town.site.posts.delete(item.author, new PostId(item.id));
      item.deleted = true;
    }
  }

  private void edit() {
    if (!rules.items.isEmpty()) {
      var item = any(rules.items);
      var mentioned = someNames();
      town.site.posts.edit(item.author, new PostId(item.id), draft(mentioned, item.audience, null));
      item.mentions = ids(mentioned);
    }
  }

  private void everybodyReads() {
    town.deliverLate(random);
    for (var reader : people) {
      var expected = rules.home(reader);
      var name = "history %d, %s".formatted(seed, names.get(people.indexOf(reader)));
      assertThat(kept(reader)).as("the list of %s", name).isEqualTo(pulled(reader));
      assertThat(downwards(reader, 0)).as("%s reads", name).isEqualTo(expected);
      assertThat(upwards(reader)).as("%s reads from the oldest", name).isEqualTo(expected);
      if (!expected.isEmpty()) {
        var seen = any(expected);
        assertThat(downwards(reader, seen))
            .as("%s reads what is new", name)
            .isEqualTo(expected.stream().filter(id -> id > seen).toList());
      }
      if (random.nextBoolean()) {
        town.feeds.forget(reader);
        assertThat(downwards(reader, 0)).as("%s reads a lost list", name).isEqualTo(expected);
      }
    }
  }

  /// The newest entries that the reader's list and celebrities have.
  private List<Long> kept(AccountId reader) {
    var count = FeedTown.LIMITS.listLength() / 2;
    return entries(town.feeds.home.below(reader(reader), Entry.END, count), count);
  }

  /// The newest entries that the database has.
  private List<Long> pulled(AccountId reader) {
    var count = FeedTown.LIMITS.listLength() / 2;
    var candidates = new Candidates(new Outlines(town.site.shards));
    return entries(candidates.below(reader(reader), Entry.END, count), count);
  }

  private Reader reader(AccountId id) {
    return new Reader(id, town.site.people.relations.ties(id));
  }

  private static List<Long> entries(Run run, int count) {
    return LongStream.range(0, Math.min(run.size(), count))
        .map(i -> run.at((int) i))
        .boxed()
        .toList();
  }

  /// All pages, newest first.
  private List<Long> downwards(AccountId reader, long since) {
    var read = new ArrayList<Long>();
    Long before = null;
    for (; ; ) {
      var limit = 1 + random.nextInt(8);
      var page = town.home(reader, new PageRequest(before, since, null, limit));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      page.items().forEach(post -> read.add(post.id().value()));
      if (page.bounds() == null || !page.bounds().full()) {
        return read;
      }
      before = page.bounds().oldest();
    }
  }

  /// All pages from the oldest on, put together newest first.
  private List<Long> upwards(AccountId reader) {
    var read = new ArrayList<Long>();
    var after = 1L;
    for (; ; ) {
      var limit = 1 + random.nextInt(8);
      var page = town.home(reader, new PageRequest(null, null, after, limit));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      read.addAll(0, page.items().stream().map(post -> post.id().value()).toList());
      if (page.bounds() == null || !page.bounds().full()) {
        return read;
      }
      after = page.bounds().newest();
    }
  }
}
