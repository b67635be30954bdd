package pando.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.posts.Audience;
import pando.posts.Outline;
import pando.posts.Post;
import pando.posts.PostEvent;
import pando.posts.Posts;
import pando.queue.Delivery;

/// Brings posts into the home feeds in which they belong, and takes deleted ones out.
///
/// What counts is what a post **is now**, not what an event says it was: events may come twice,
/// late or in the wrong order. Posts that come together take turns, so that one with many readers
/// does not hold up the others.
///
/// Lists that nodes share are written once for each event ([#write]), and every node tells its
/// listeners and withholds the posts of celebrities ([#tell]). A node that has its own lists does
/// all of it ([#deliver]).
final class FanOut {
  /// How many readers a post is brought to before it is the turn of the next.
  private static final int TURN = 500;

  /// Nodes may not yet agree how many followers somebody has. So that no post is withheld from
  /// lists that nodes share and not withheld by a node, this part more followers are written to.
  private static final int MARGIN_PART = 10;

  private static final long[] NOBODY = {};

  private final Timelines timelines;
  private final Celebrities celebrities;
  private final Posts posts;
  private final Relations relations;
  private final int maxFollowers;
  private final List<Feeds.Listener> listeners = new CopyOnWriteArrayList<>();

  /// @param maxFollowers whoever has more is a celebrity
  FanOut(
      Timelines timelines,
      Celebrities celebrities,
      Posts posts,
      Relations relations,
      int maxFollowers) {
    this.timelines = timelines;
    this.celebrities = celebrities;
    this.posts = posts;
    this.relations = relations;
    this.maxFollowers = maxFollowers;
  }

  void add(Feeds.Listener listener) {
    listeners.add(listener);
  }

  /// For whom an event is handled.
  private enum Scope {
    /// For a node and the lists that it has alone.
    ALL,
    /// For the lists that nodes share.
    LISTS,
    /// For a node, but not its lists.
    NODE
  }

  /// Handles events in the lists and in this node; an event may be handled more than once.
  void deliver(List<Delivery<PostEvent>> batch) {
    deliver(batch, Scope.ALL);
  }

  /// Handles events in the lists that nodes share; an event may be handled more than once.
  void write(List<Delivery<PostEvent>> batch) {
    deliver(batch, Scope.LISTS);
  }

  /// Handles events in this node, but not in lists; an event may be handled more than once.
  void tell(List<Delivery<PostEvent>> batch) {
    deliver(batch, Scope.NODE);
  }

  private void deliver(List<Delivery<PostEvent>> batch, Scope scope) {
    var told = new ArrayList<Told>();
    for (var delivery : batch) {
      switch (delivery.event()) {
        case PostEvent.Published(var post, var _) -> told.add(new Told(post, true));
        case PostEvent.Edited(var before, var _, var _) -> told.add(new Told(before, false));
        case PostEvent.Deleted(var post) -> told.add(new Told(post, false));
        case PostEvent.Favourited _, PostEvent.Unfavourited _ -> {}
      }
    }
    var now = posts.findAll(told.stream().map(it -> it.post().id()).toList());
    var journeys = new ArrayDeque<Journey>();
    told.forEach(it -> journeys.add(new Journey(it, now.get(it.post().id()), scope)));
    while (!journeys.isEmpty()) {
      var journey = journeys.remove();
      if (journey.goOn()) {
        journeys.add(journey);
      }
    }
  }

  /// What a post was when something happened to it.
  ///
  /// @param isNew whether it was published, so that listeners are to hear of it
  private record Told(Outline post, boolean isNew) {}

  /// The way of a post to its readers, or of one that is gone away from them.
  private final class Journey {
    private final Outline told;
    private final boolean isNew;
    private final @Nullable Post post;
    private final Scope scope;
    private long @Nullable [] readers;
    private int served;

    /// @param told what the post was
    /// @param post what it is; null when it is gone
    Journey(Told told, @Nullable Post post, Scope scope) {
      this.told = told.post();
      this.isNew = told.isNew();
      this.post = post;
      this.scope = scope;
    }

    /// Serves the next readers.
    ///
    /// @return whether there are more
    boolean goOn() {
      if (readers == null) {
        serve(new long[] {told.author().value()}, 0, 1);
        readers = post == null ? leave() : arrive(post);
      }
      var end = Math.min(served + TURN, readers.length);
      serve(readers, served, end);
      served = end;
      return served < readers.length;
    }

    private void serve(long[] readers, int from, int to) {
      if (post == null) {
        remove(Entry.of(told), readers, from, to);
        return;
      }
      var reached =
          scope == Scope.NODE
              ? Arrays.copyOfRange(readers, from, to)
              : timelines.add(Entry.of(told), readers, from, to);
      if (isNew && reached.length > 0) {
        tellListeners(post, reached);
      }
    }

    private void remove(long entry, long[] readers, int from, int to) {
      if (scope != Scope.NODE) {
        timelines.remove(entry, readers, from, to);
      }
    }

    private void tellListeners(Post post, long @Nullable [] reached) {
      if (scope != Scope.LISTS) {
        listeners.forEach(listener -> listener.arrived(post, reached));
      }
    }

    /// Withholds a celebrity's post, or answers whose lists any other is to be added to, beside its
    /// author's.
    private long[] arrive(Post post) {
      var now = post.outline();
      if (now.audience() == Audience.MENTIONED) {
        var formerly = keep(ids(told.mentions()), reader -> !reader(reader).belongs(now));
        remove(Entry.of(now), formerly, 0, formerly.length);
        return keep(ids(now.mentions()), reader -> reader(reader).belongs(now));
      }
      var followers = followers(now.author());
      if (isCelebrity(now.author(), followers)) {
        if (scope == Scope.LISTS) {
          celebrities.write(now.author());
        } else if (celebrities.add(now) && isNew) {
          tellListeners(post, null);
        }
        return NOBODY;
      }
      var replied = now.replyToAuthor();
      if (replied == null || replied.equals(now.author())) {
        return followers;
      }
      var theirs = followers(replied);
      return keep(followers, reader -> Reader.belongs(now, reader, true, contains(theirs, reader)));
    }

    /// Withholds a celebrity's post no longer, and answers whose lists may have one that is gone.
    private long[] leave() {
      if (scope != Scope.LISTS) {
        celebrities.remove(told);
      }
      if (scope == Scope.NODE) {
        return NOBODY;
      }
      return told.audience() == Audience.MENTIONED
          ? ids(told.mentions())
          : followers(told.author()); // lists that were rebuilt have a celebrity's as well
    }

    private boolean isCelebrity(AccountId author, long[] followers) {
      return scope == Scope.LISTS
          ? followers.length > maxFollowers + maxFollowers / MARGIN_PART + 1
          : celebrities.contains(author) || followers.length > maxFollowers;
    }

    private long[] followers(AccountId author) {
      return scope == Scope.LISTS ? relations.followersNow(author) : relations.followers(author);
    }
  }

  private Reader reader(AccountId id) {
    return new Reader(id, relations.ties(id));
  }

  private static long[] ids(List<AccountId> accounts) {
    return accounts.stream().mapToLong(AccountId::value).toArray();
  }

  private static long[] keep(long[] readers, Predicate<AccountId> wanted) {
    return Arrays.stream(readers).filter(reader -> wanted.test(new AccountId(reader))).toArray();
  }

  private static boolean contains(long[] sorted, AccountId id) {
    return Arrays.binarySearch(sorted, id.value()) >= 0;
  }
}
