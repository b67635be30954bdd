package pando.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Account.Field;
import pando.accounts.Account.Role;
import pando.accounts.ProfileEdit.Flags;
import pando.accounts.ProfileEdit.NewPosts;
import pando.accounts.ProfileEdit.Picture;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.Refusal;

class AccountsTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Accounts ACCOUNTS = PEOPLE.accounts;

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static ProfileEdit named(String displayName) {
    return new ProfileEdit(displayName, null, null, null, null, Flags.SAME, NewPosts.SAME);
  }

  @Test
  void peopleAreFoundByIdAndByNameInAnyCase() {
    var ana = PEOPLE.join("Ana");
    var ben = PEOPLE.join("ben");

    assertThat(ACCOUNTS.find(ana.id())).isEqualTo(ana);
    assertThat(ACCOUNTS.findByName("aNA")).isEqualTo(ana);
    assertThat(ACCOUNTS.findByName("nobody")).isNull();
    assertThat(ACCOUNTS.findByName("not a name")).isNull();
    var nobody = new AccountId(ana.id().value() + 1);
    assertThat(ACCOUNTS.findAll(List.of(ana.id(), ben.id(), nobody, ana.id())))
        .containsOnlyKeys(ana.id(), ben.id());
    assertThat(ACCOUNTS.findAllByName(List.of("ANA", "ana", "Ben", "nobody")))
        .containsOnlyKeys("ana", "ben")
        .containsEntry("ana", ana);
    assertThatThrownBy(() -> ACCOUNTS.require(nobody)).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aProfileThatIsEditedIsSeenAtOnce() {
    var cleo = PEOPLE.id("cleo");
    var fields = List.of(new Field("Home", "Utah \"Fishlake\""), new Field(" ", "dropped"));
    var edited =
        ACCOUNTS.edit(
            cleo,
            new ProfileEdit(
                " Cleo 👨‍👩‍👧 ",
                "line\nline",
                fields,
                new Picture(new MediaId(7)),
                null,
                new Flags(true, true, false, false, true),
                new NewPosts("followers", true, "ko")));

    assertThat(edited.displayName()).isEqualTo("Cleo 👨‍👩‍👧");
    assertThat(edited.fields()).containsExactly(fields.getFirst());
    assertThat(edited.avatar()).isEqualTo(new MediaId(7));
    assertThat(edited.header()).isNull();
    assertThat(edited.locked() && edited.bot() && edited.hideCollections()).isTrue();
    assertThat(edited.discoverable() || edited.indexable()).isFalse();
    assertThat(ACCOUNTS.find(cleo)).isEqualTo(edited);
    assertThat(ACCOUNTS.preferences(cleo)).isEqualTo(new Preferences("followers", true, "ko"));

    assertThat(ACCOUNTS.edit(cleo, ProfileEdit.NONE)).isEqualTo(edited);
    var flags = new Flags(false, null, null, null, null);
    var without =
        ACCOUNTS.edit(
            cleo,
            new ProfileEdit(
                null, null, List.of(), Picture.NONE, null, flags, new NewPosts(null, null, "")));
    assertThat(without.avatar()).isNull();
    assertThat(without.fields()).isEmpty();
    assertThat(without.displayName()).isEqualTo("Cleo 👨‍👩‍👧");
    assertThat(ACCOUNTS.preferences(cleo)).isEqualTo(new Preferences("followers", true, null));
    assertThat(PEOPLE.heard(AccountEvent.ProfileChanged.class))
        .contains(
            new AccountEvent.ProfileChanged(cleo, false),
            new AccountEvent.ProfileChanged(cleo, true));
  }

  @Test
  void aProfileThatIsTooLongOrUnseenIsRefused() {
    var refusal =
        catchThrowableOfType(
            Refusal.Invalid.class,
            () ->
                new ProfileEdit(
                    "x".repeat(31),
                    "x".repeat(501),
                    List.of(new Field("a", "x".repeat(256))),
                    null,
                    null,
                    Flags.SAME,
                    NewPosts.SAME));
    assertThat(refusal.faults()).containsOnlyKeys("display_name", "note", "fields");
    assertThat(refusal.reason())
        .startsWith("Validation failed: Display name is too long (maximum is 30 characters)");
    for (var odd : List.of("a\u202Eb", "\u200B", "a\u0000", "a\u0007", "\uD800")) {
      assertThatThrownBy(() -> named(odd)).isInstanceOf(Refusal.Invalid.class);
    }
    var five = java.util.Collections.nCopies(5, new Field("a", "b"));
    assertThatThrownBy(
            () -> new ProfileEdit(null, null, five, null, null, Flags.SAME, NewPosts.SAME))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> new NewPosts("nobody", null, null))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aSearchPutsTheNameItselfFirstThenBeginningsThenLikenesses() {
    try (var people = new TestPeople()) {
      var anabel = people.join("quinnabel");
      var ana = people.join("quinn");
      var ann = people.id("somebody");
      var zoe = people.join("quinnzo");
      people.join("unrelated");
      var named = people.accounts.edit(ann, named("Quinn Baker"));

      assertThat(people.accounts.search("@QUINN", null, 0, 10))
          .containsExactly(ana, zoe, anabel, named);
      assertThat(people.accounts.search("quinn", null, 1, 2)).containsExactly(zoe, anabel);
      assertThat(people.accounts.search("baker", null, 0, 10)).containsExactly(named);
      assertThat(people.accounts.search("%", null, 0, 10)).isEmpty();
      assertThat(people.accounts.search(" ", null, 0, 10)).isEmpty();

      people.relations.follow(ana.id(), zoe.id(), FollowOptions.SAME);
      people.relations.follow(ana.id(), ann, FollowOptions.SAME);
      assertThat(people.accounts.search("quinn", ana.id(), 0, 10)).containsExactly(zoe, named);
      people.logins.disable(zoe.id());
      assertThat(people.accounts.search("quinn", null, 0, 10)).doesNotContain(zoe);
    }
  }

  @Test
  void countsFollowThePosts() {
    var dan = PEOPLE.id("dan");
    var first = PEOPLE.clock.instant();
    PEOPLE.pass(Duration.ofMinutes(1));
    var second = PEOPLE.clock.instant();
    count(dan, 1, first);
    count(dan, 1, second);
    assertThat(counts(dan)).isEqualTo(new Counts(0, 0, 2, second));

    count(dan, -1, first);
    assertThat(counts(dan)).isEqualTo(new Counts(0, 0, 1, second));
    var nobody = new AccountId(dan.value() + 1);
    assertThat(counts(nobody)).isEqualTo(Counts.NONE);
  }

  private static Counts counts(AccountId id) {
    return ACCOUNTS.counts(List.of(id)).getOrDefault(id, Counts.NONE);
  }

  private static void count(AccountId author, int delta, java.time.Instant at) {
    PEOPLE
        .shards
        .of(author)
        .transact(tx -> {
          ACCOUNTS.countPost(tx, author, delta, at);
          return author;
        });
  }

  @Test
  void theMostFollowedArePopularUnlessTheyDoNotWantToBe() {
    try (var people = new TestPeople()) {
      var ana = people.id("ana");
      var ben = people.id("ben");
      var shy = people.id("shy");
      people.relations.follow(ana, ben, FollowOptions.SAME);
      var flags = new Flags(null, null, false, null, null);
      people.accounts.edit(
          shy, new ProfileEdit(null, null, null, null, null, flags, NewPosts.SAME));

      assertThat(people.accounts.popular()).containsExactly(ben, ana);
      assertThat(people.accounts.total()).isEqualTo(3);
    }
  }

  @Test
  void aRoleIsSeenAtOnce() {
    var eve = PEOPLE.id("eve");

    assertThat(ACCOUNTS.assign(eve, Role.MODERATOR).role()).isEqualTo(Role.MODERATOR);
    assertThat(ACCOUNTS.require(eve).role()).isEqualTo(Role.MODERATOR);
  }
}
