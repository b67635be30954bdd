package pando.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Sessions.Session;
import pando.base.AccountId;

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
    PEOPLE.pass(Duration.ofHours(1));
    find(phone);

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
    }

    assertThat(SESSIONS.find(used)).isNotNull();
    assertThat(SESSIONS.find(idle)).isNull();
    assertThat(SESSIONS.list(ana)).extracting(Session::userAgent).containsExactly("Used");
  }
}
