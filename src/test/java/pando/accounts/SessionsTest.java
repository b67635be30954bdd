package pando.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Sessions.Session;
import pando.accounts.Tokens.AppForm;
import pando.base.AccountId;
import pando.queue.Ground;
import pando.queue.Lanes;
import pando.queue.Outbox;

class SessionsTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Sessions SESSIONS = PEOPLE.sessions;
  private static int count;

  private final AccountId ana = PEOPLE.id("ana" + count++);

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static Session find(String secret) {
    return requireNonNull(SESSIONS.find(secret));
  }

  @Test
  void aBrowserThatSignedInIsKnownByItsSecret() {
    var secret = SESSIONS.start(ana, "Firefox");

    assertThat(find(secret).account()).isEqualTo(ana);
    assertThat(find(secret).userAgent()).isEqualTo("Firefox");
    assertThat(SESSIONS.find("made up")).isNull();
    assertThat(SESSIONS.find(find(secret).id())).isNull(); // the id is not the secret
  }

  @Test
  void allBrowsersAreListedTheLastUsedFirst() {
    var phone = SESSIONS.start(ana, "Phone");
    var desk = SESSIONS.start(ana, "x".repeat(1_000));
    PEOPLE.pass(Duration.ofMinutes(1));
    find(phone);
    SESSIONS.uses().flush();

    assertThat(find(phone).lastSeenAt()).isEqualTo(PEOPLE.clock.instant());
    assertThat(SESSIONS.list(ana))
        .extracting(Session::id)
        .containsExactly(find(phone).id(), find(desk).id());
    assertThat(find(desk).userAgent()).hasSize(300);
  }

  @Test
  void aBrowserSignsItselfOrAnotherOut() {
    var phone = SESSIONS.start(ana, "Phone");
    var desk = SESSIONS.start(ana, "Desk");
    var ben = PEOPLE.id("ben" + count);
    SESSIONS.end(ben, find(phone).id()); // it is not Ben's
    SESSIONS.end(ana, "not an id");
    assertThat(SESSIONS.find(phone)).isNotNull();

    SESSIONS.end(ana, find(phone).id());

    assertThat(SESSIONS.find(phone)).isNull();
    assertThat(SESSIONS.find(desk)).isNotNull();
  }

  @Test
  void aBrowserSignsAllOthersOut() {
    var phone = SESSIONS.start(ana, "Phone");
    var desk = SESSIONS.start(ana, "Desk");
    find(phone);

    SESSIONS.endOthers(ana, find(desk).id());
    assertThat(SESSIONS.find(phone)).isNull();
    assertThat(SESSIONS.find(desk)).isNotNull();

    SESSIONS.endOthers(ana, null);
    assertThat(SESSIONS.find(desk)).isNull();
  }

  @Test
  void aBrowserThatIsUsedStaysSignedInAndOneThatIsNotDoesNot() {
    var used = SESSIONS.start(ana, "Used");
    var idle = SESSIONS.start(ana, "Idle");
    for (var day = 0; day < 30; day++) {
      PEOPLE.pass(Duration.ofDays(1));
      find(used);
      SESSIONS.uses().flush();
    }

    assertThat(SESSIONS.find(used)).isNotNull();
    assertThat(SESSIONS.find(idle)).isNull();
    assertThat(SESSIONS.list(ana)).extracting(Session::userAgent).containsExactly("Used");
  }

  @Test
  void anAccountThatAnotherProcessShutsIsSignedOutHereOnceTheLanesHaveReadIt() {
    var secret = SESSIONS.start(ana, "Firefox");
    var app =
        PEOPLE.tokens.register(new AppForm("a", null, List.of(Tokens.OUT_OF_BAND), Set.of("read")));
    var token = PEOPLE.tokens.issue(app.app(), ana, Set.of("read")).token();
    assertThat(SESSIONS.find(secret)).isNotNull(); // is kept near now
    assertThat(PEOPLE.tokens.find(token)).isNotNull();
    PEOPLE.logins.requireActive(ana);

    elsewhere().disable(ana);
    PEOPLE.settle();

    assertThat(SESSIONS.find(secret)).isNull();
    assertThat(PEOPLE.tokens.find(token)).isNull();
    assertThatThrownBy(() -> PEOPLE.logins.requireActive(ana)).hasMessageContaining("disabled");
    elsewhere().enable(ana);
    PEOPLE.settle();
    PEOPLE.logins.requireActive(ana);
  }

  /// How a command of the operator works: with the same rows, and without handlers.
  private static Logins elsewhere() {
    var lanes = new Lanes(PEOPLE.shards, PEOPLE.types, PEOPLE.clock);
    var outbox = new Outbox(PEOPLE.types, lanes);
    var ground = new Ground(PEOPLE.shards, outbox, PEOPLE.ground.caches(), PEOPLE.clock);
    return new Logins(ground, new Accounts(ground), null);
  }
}
