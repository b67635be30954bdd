package pando.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import pando.accounts.Accounts;
import pando.accounts.Logins;
import pando.accounts.ProfileEdit;
import pando.accounts.ProfileEdit.Flags;
import pando.accounts.ProfileEdit.NewPosts;
import pando.accounts.ProfileEdit.Picture;
import pando.accounts.Relations;
import pando.accounts.Relations.FollowOptions;
import pando.accounts.SignUp;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.demo.Album.Commission;
import pando.demo.Script.Person;
import pando.demo.Story.Step;
import pando.media.Photo.Caption;
import pando.media.Photos;
import pando.media.Purpose;
import pando.posts.Audience;
import pando.posts.Draft;
import pando.posts.PostLists;
import pando.posts.Posts;
import pando.posts.Reactions;

/// Fills a site with a community: people who never lived, and what they did in the last weeks.
///
/// It is a story, always the same, of steps in the order of their time. Every step may be taken
/// twice and happens once, so that a filling that was cut off goes on where it was when it is begun
/// again.
public final class Demo {
  /// Who is there for the visitor to sign in as.
  public static final String GUEST = "robin";

  /// How many photos its posts have.
  public static final int PHOTOS = 200;

  private static final String DOMAIN = "@demo.example";
  private static final int PAGE = 40;

  /// How often what waits in the lanes is done, in steps.
  private static final int SETTLE_EVERY = 100;

  private final Script script = Script.read();
  private final Accounts accounts;
  private final Logins logins;
  private final Relations relations;
  private final Photos photos;
  private final Posts posts;
  private final PostLists lists;
  private final Reactions reactions;

  private final Map<String, AccountId> ids = new HashMap<>();
  private final Map<Integer, PostId> published = new HashMap<>();

  public Demo(
      Accounts accounts,
      Logins logins,
      Relations relations,
      Photos photos,
      Posts posts,
      PostLists lists,
      Reactions reactions) {
    this.accounts = accounts;
    this.logins = logins;
    this.relations = relations;
    this.photos = photos;
    this.posts = posts;
    this.lists = lists;
    this.reactions = reactions;
  }

  /// How a filling is done.
  ///
  /// @param clock which the desks have too
  /// @param now the end of the story
  /// @param password of the [#GUEST]
  /// @param posts how many of the script's posts are made, the first ones
  /// @param host somebody who is there already and follows some of the people; null: nobody
  /// @param progress is told of every photo
  /// @param settle has done what waits in the lanes
  public record Filling(
      DemoClock clock,
      Instant now,
      String password,
      @Nullable String host,
      int posts,
      Progress progress,
      Runnable settle) {}

  /// Is told how many photos of those that were missing are there.
  public interface Progress {
    void photos(int done, int all);
  }

  /// Makes whatever of the community is missing.
  public void fill(Filling filling) {
    var first = accounts.findByName(script.people().getFirst().username());
    var begin = first == null ? filling.now.minus(Story.LENGTH) : first.createdAt();
    join(filling, begin);
    findPublished();
    var story = Story.of(script.first(filling.posts), begin);
    try (var album = new Album(photos, commissions(story), filling.progress)) {
      decorate(filling, album);
      var done = 0;
      for (var step : story) {
        filling.clock.turn(step.at());
        take(step, album);
        if (++done % SETTLE_EVERY == 0) {
          filling.settle.run();
        }
      }
    }
    welcome(filling);
    filling.settle.run();
  }

  private void join(Filling filling, Instant begin) {
    var at = begin;
    for (var person : script.people()) {
      filling.clock.turn(at);
      var name = person.username();
      var account = accounts.findByName(name);
      if (account == null) {
        var password = name.equals(GUEST) ? filling.password : Logins.newPassword();
        var form = new SignUp(name, name + DOMAIN, password, true, "en");
        account = logins.create(form, Role.MEMBER);
      }
      ids.put(name, account.id());
      at = at.plus(Duration.ofMinutes(7));
    }
  }

  /// Which posts of the story are there, from a filling that was cut off.
  private void findPublished() {
    var numbers = new HashMap<String, Integer>();
    for (var number = 0; number < script.posts().size(); number++) {
      numbers.put(script.posts().get(number).text(), number);
    }
    for (var id : ids.values()) {
      var request = PageRequest.first(PAGE);
      var page = lists.ofAuthor(id, id, PostLists.Filter.ALL, request);
      while (page.bounds() != null) {
        for (var post : page.items()) {
          var number = numbers.get(post.text());
          if (number != null && post.boostOf() == null) {
            published.put(number, post.id());
          }
        }
        request = new PageRequest(page.bounds().oldest(), null, null, PAGE);
        page = lists.ofAuthor(id, id, PostLists.Filter.ALL, request);
      }
    }
  }

  private List<Commission> commissions(List<Step> story) {
    var wanted = new ArrayList<Commission>();
    for (var person : undecorated()) {
      var owner = id(person.username());
      wanted.add(new Commission(owner, person.avatar(), Purpose.AVATAR, Caption.NONE));
      wanted.add(new Commission(owner, person.header(), Purpose.HEADER, Caption.NONE));
    }
    for (var step : story) {
      if (step instanceof Step.Publish(_, int number) && !published.containsKey(number)) {
        var entry = script.posts().get(number);
        for (var shot : entry.photos()) {
          var caption = new Caption(shot.description(), null);
          wanted.add(new Commission(id(entry.author()), shot.order(), Purpose.POST, caption));
        }
      }
    }
    return wanted;
  }

  private List<Person> undecorated() {
    return script.people().stream()
        .filter(person -> accounts.require(id(person.username())).header() == null)
        .toList();
  }

  private void decorate(Filling filling, Album album) {
    for (var person : undecorated()) {
      var avatar = new Picture(album.next());
      var header = new Picture(album.next());
      accounts.edit(
          id(person.username()),
          new ProfileEdit(
              person.displayName(),
              person.note(),
              null,
              avatar,
              header,
              new Flags(person.locked(), null, true, true, null),
              NewPosts.SAME));
    }
    filling.settle.run();
  }

  private void take(Step step, Album album) {
    switch (step) {
      case Step.Publish(_, int number) -> publish(number, album);
      case Step.Follow(_, String who, String target) ->
          relations.follow(id(who), id(target), FollowOptions.SAME);
      case Step.Admit(_, String who, String asker) -> relations.authorize(id(who), id(asker));
      case Step.Favourite(_, String who, int number) -> reactions.favourite(id(who), post(number));
      case Step.Bookmark(_, String who, int number) -> reactions.bookmark(id(who), post(number));
      case Step.Boost(_, String who, int number) ->
          reactions.boost(id(who), post(number), Audience.EVERYONE);
    }
  }

  private void publish(int number, Album album) {
    if (published.containsKey(number)) {
      return;
    }
    var entry = script.posts().get(number);
    var pictures = new ArrayList<MediaId>();
    for (var shot = 0; shot < entry.photos().size(); shot++) {
      pictures.add(album.next());
    }
    var draft =
        new Draft(
            entry.text(),
            "",
            false,
            entry.language(),
            Audience.EVERYONE,
            entry.answers() ? post(number - 1) : null,
            pictures,
            null,
            null);
    published.put(number, posts.publish(id(entry.author()), draft).id());
  }

  /// Lets the host follow those who post most.
  private void welcome(Filling filling) {
    var host = filling.host == null ? null : accounts.findByName(filling.host);
    if (host != null) {
      Story.authors(script).stream()
          .limit(Story.FOLLOWED_BY_HOST)
          .forEach(name -> relations.follow(host.id(), id(name), FollowOptions.SAME));
    }
  }

  private AccountId id(String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  private PostId post(int number) {
    return Objects.requireNonNull(published.get(number));
  }
}
