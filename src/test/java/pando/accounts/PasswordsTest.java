package pando.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future.State;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;
import pando.base.Request;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void aHashIsThatOfItsPasswordAlone() {
    var hash = passwords.hash("aspen in the wind");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.verify("aspen in the wind", hash)).isTrue();
    assertThat(passwords.verify("Aspen in the wind", hash)).isFalse();
    assertThat(passwords.hash("aspen in the wind")).isNotEqualTo(hash); // another salt
    assertThat(Passwords.isOutdated(hash)).isFalse();
  }

  /// From the tests of the reference implementation.
  @Test
  void hashesOfTheReferenceImplementationAreUnderstood() {
    var hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(passwords.verify("password", hash)).isTrue();
    assertThat(passwords.verify("Password", hash)).isFalse();
    assertThat(Passwords.isOutdated(hash)).isTrue();
  }

  @Test
  void theSamePasswordFromTwoKeyboardsIsTheSame() {
    var composed = "caf\u00e9 in the wind";
    var decomposed = "cafe\u0301 in the wind";

    assertThat(passwords.verify(decomposed, passwords.hash(composed))).isTrue();
  }

  @Test
  void nobodyHasNoPassword() {
    assertThat(passwords.verify("", Passwords.OF_NOBODY)).isFalse();
    assertThat(Passwords.isOutdated(Passwords.OF_NOBODY)).isFalse(); // it takes the same time
  }

  @Test
  void aHashThatIsNoneIsADefect() {
    assertThatThrownBy(() -> passwords.verify("x", "$2b$10$abc"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoWouldWaitTooLongIsTurnedAway() throws Exception {
    var attempts = new ArrayList<Callable<String>>();
    for (var i = 0; i < 40; i++) {
      attempts.add(() ->
          Request.of("r", Duration.ofMillis(50)).call(() -> passwords.hash("aspen in the wind")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = threads.invokeAll(attempts);

      assertThat(done).anyMatch(attempt -> attempt.state() == State.SUCCESS);
      assertThat(done)
          .filteredOn(attempt -> attempt.state() == State.FAILED)
          .isNotEmpty()
          .allMatch(attempt -> attempt.exceptionNow() instanceof Refusal.Unavailable);
    }
  }
}
