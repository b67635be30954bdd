package pando.feed;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.bus.Bus;
import pando.bus.Hearer;
import pando.posts.Audience;
import pando.posts.Outline;

/// The posts of authors whom too many follow to add each post to every follower's list. They are
/// withheld here, and put into a home feed when it is read.
///
/// Who is a celebrity once stays one for as long as the lists live. So **nobody who becomes one, or
/// is one no longer, loses or doubles a post**: what was there before a list was made is in it by
/// its rebuild, what came later was either added to it or is here, and what is in both is one
/// entry, for it has one id.
///
/// Lists that nodes share are older than a node that has just started, or has missed something. It
/// learns from the database who is a celebrity before it reads a list, and what one has posted when
/// the first of their followers reads.
final class Celebrities implements Hearer {
  private static final String TOPIC = "celebrities";

  private final int maxPosts;
  private final @Nullable CelebrityStore store;
  private final Map<AccountId, Withheld> byAuthor = new ConcurrentHashMap<>();
  private final Set<AccountId> written = ConcurrentHashMap.newKeySet();
  private Bus bus = Bus.alone();

  /// How often something may have been missed, the start among them, and what of that is made up
  /// for.
  private final AtomicInteger doubts = new AtomicInteger(1);

  private volatile int learned;

  /// @param maxPosts how many posts of one author are kept
  /// @param store what nodes that share lists know; null: this node has lists of its own
  Celebrities(int maxPosts, @Nullable CelebrityStore store) {
    this.maxPosts = maxPosts;
    this.store = store;
  }

  /// Hears of those whom other nodes find, and tells them.
  void listen(Bus bus) {
    this.bus = bus;
    bus.hear(TOPIC, this);
  }

  /// The posts of one author, by their entries.
  private final class Withheld {
    private final AccountId author;
    private final ConcurrentNavigableMap<Long, Outline> posts = new ConcurrentSkipListMap<>();

    /// Those that were found in the database before their event came.
    private final Set<Long> unheard = new HashSet<>();

    /// Below it posts may be missing. It is raised before one is dropped, and read after them.
    private volatile long floor;

    private volatile boolean isWhole = store == null;

    Withheld(AccountId author) {
      this.author = author;
    }

    /// Has the posts of the past as well.
    Withheld whole() {
      if (!isWhole) {
        fill();
      }
      return this;
    }

    private synchronized void fill() {
      if (isWhole || store == null) {
        return;
      }
      var found = store.latest(author, maxPosts);
      for (var post : found) {
        if (post.audience() != Audience.MENTIONED && put(Entry.of(post), post)) {
          unheard.add(Entry.of(post));
        }
      }
      if (found.size() == maxPosts) {
        floor = Math.max(floor, Entry.of(found.getLast()));
        posts.headMap(floor).clear();
      }
      isWhole = true;
    }

    synchronized boolean add(Outline post) {
      var entry = Entry.of(post);
      var wasUnheard = unheard.remove(entry);
      return entry >= floor && (put(entry, post) || wasUnheard);
    }

    private boolean put(long entry, Outline post) {
      var added = posts.put(entry, post) == null;
      if (posts.size() > maxPosts) {
        unheard.remove(posts.firstKey());
        floor = posts.firstKey() + 1;
        posts.pollFirstEntry();
      }
      return added;
    }

    Run below(Reader reader, long bound, int count) {
      var run = run(reader, posts.headMap(bound), count);
      return new Run(run, run.length < count ? floor : run[count - 1]);
    }

    Run from(Reader reader, long bound) {
      return new Run(run(reader, posts.tailMap(bound), maxPosts), floor);
    }

    private long[] run(Reader reader, ConcurrentNavigableMap<Long, Outline> posts, int count) {
      return posts.descendingMap().values().stream()
          .filter(reader::belongs)
          .limit(count)
          .mapToLong(Entry::of)
          .toArray();
    }
  }

  boolean contains(AccountId author) {
    return byAuthor.containsKey(author);
  }

  /// Writes down that the posts of somebody are withheld from lists that nodes share, before the
  /// first one is.
  void write(AccountId author) {
    if (store != null && !written.contains(author)) {
      store.add(author);
      written.add(author);
      bus.tell(TOPIC, Long.toString(author.value()));
    }
  }

  @Override
  public void heard(String author) {
    know(new AccountId(Long.parseLong(author)));
  }

  @Override
  public void missed() {
    doubts.incrementAndGet();
  }

  /// Forgets everything: this node may have missed posts.
  void forget() {
    missed();
    byAuthor.clear();
  }

  /// Finds out who is one, unless that is known.
  private void learn() {
    if (store != null && learned != doubts.get()) {
      learn(store);
    }
  }

  private synchronized void learn(CelebrityStore store) {
    var now = doubts.get();
    if (learned != now) {
      store.all().forEach(this::know);
      learned = now;
    }
  }

  private Withheld know(AccountId author) {
    return byAuthor.computeIfAbsent(author, Withheld::new);
  }

  /// Withholds a post, and all others of its author from now on.
  ///
  /// @return whether it is new here
  boolean add(Outline post) {
    return know(post.author()).add(post);
  }

  void remove(Outline post) {
    var withheld = byAuthor.get(post.author());
    if (withheld != null) {
      withheld.posts.remove(Entry.of(post));
    }
  }

  /// A part of a reader's list, and what belongs to it of what is withheld.
  ///
  /// @param list the newest entries below `bound`
  Run below(Reader reader, Run list, long bound, int count) {
    learn();
    var run = list;
    for (var celebrity : byAuthor.entrySet()) {
      if (reader.ties().follows(celebrity.getKey())) {
        run = run.and(celebrity.getValue().whole().below(reader, bound, count));
      }
    }
    return run.newest(count);
  }

  /// A part of a reader's list, and what belongs to it of what is withheld.
  ///
  /// @param list the oldest entries that are not below `bound`
  Run from(Reader reader, Run list, long bound, int count) {
    learn();
    var run = list;
    for (var celebrity : byAuthor.entrySet()) {
      if (reader.ties().follows(celebrity.getKey())) {
        run = run.and(celebrity.getValue().whole().from(reader, bound));
      }
    }
    return run.oldest(count);
  }
}
