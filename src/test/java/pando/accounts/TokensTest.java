package pando.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Tokens.AppForm;
import pando.accounts.Tokens.Authorization;
import pando.accounts.Tokens.Issued;
import pando.base.AccountId;
import pando.base.Refusal;

class TokensTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Tokens TOKENS = PEOPLE.tokens;
  private static final String BACK = "https://leaf.example.org/back";
  private static final Set<String> READ = Set.of("read");

  /// The example of RFC 7636.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static int count;

  private final AccountId ana = PEOPLE.id("ana" + count);
  private final App leaf = TOKENS.register(form("Leaf", BACK)).app();

  TokensTest() {
    count++;
    PEOPLE.heard(AccountEvent.class);
  }

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static AppForm form(String name, String... redirectUris) {
    return new AppForm(name, null, List.of(redirectUris), Set.of("read", "write:media"));
  }

  private String code(@Nullable String challenge) {
    return TOKENS.authorize(ana, leaf, new Authorization(BACK, READ, challenge));
  }

  private static void assertRefused(String word, ThrowingCallable call) {
    var refusal = catchThrowableOfType(Refusal.Invalid.class, call);
    assertThat(requireNonNull(refusal.faults().get(Tokens.FAULT)).getFirst().code())
        .isEqualTo(word);
  }

  @Test
  void aClientProvesItselfWithItsSecret() {
    var registered =
        TOKENS.register(
            new AppForm(
                " Twig ",
                "https://twig.example.org",
                List.of(Tokens.OUT_OF_BAND, "com.tapbots.Ivory.10217:/request_token", "twig://"),
                Scopes.parse("read write follow")));
    var twig = registered.app();

    assertThat(twig.name()).isEqualTo("Twig");
    assertThat(twig.scopes()).containsExactly("read", "write", "follow");
    assertThat(TOKENS.requireApp(twig.clientId(), registered.secret())).isEqualTo(twig);
    assertThat(TOKENS.findApps(List.of(twig.id()))).containsEntry(twig.id(), twig);
    assertRefused("invalid_client", () -> TOKENS.requireApp(twig.clientId(), "guess"));
    assertRefused("invalid_client", () -> TOKENS.requireApp("unknown", registered.secret()));
    assertThat(TOKENS.findApp("unknown")).isNull();
  }

  @Test
  void aClientMayNotSendPeopleAnywhere() {
    for (var odd :
        List.of(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "/back",
            "leaf",
            "https://",
            "https:///x",
            "https://x.org/#a",
            "https://x.org/a b",
            "")) {
      var refusal = catchThrowableOfType(Refusal.Invalid.class, () -> form("Odd", odd));
      assertThat(refusal.faults()).as(odd).containsOnlyKeys("redirect_uris");
    }
    assertThatThrownBy(() -> form("Odd")).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> form("", BACK)).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> new AppForm("Odd", "javascript:x", List.of(BACK), READ))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aCodeIsExchangedForATokenOnce() {
    var code = code(null);

    var issued = TOKENS.exchange(leaf, code, BACK, null);

    assertThat(issued.access())
        .isEqualTo(new Access(issued.access().token(), ana, leaf.id(), READ));
    assertThat(TOKENS.find(issued.token())).isEqualTo(issued.access());
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, code, BACK, null));
    assertThat(TOKENS.find(issued.token())).isNotNull();
  }

  @Test
  void ofManyWhoExchangeACodeAtTheSameTimeOneGetsAToken() throws Exception {
    var code = code(null);
    var attempts = new ArrayList<Callable<Issued>>();
    for (var i = 0; i < 6; i++) {
      attempts.add(() -> TOKENS.exchange(leaf, code, BACK, null));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var given =
          threads.invokeAll(attempts).stream()
              .filter(attempt -> attempt.state() == java.util.concurrent.Future.State.SUCCESS);
      assertThat(given).hasSize(1);
    }
  }

  @Test
  void aCodeIsGoodForItsClientItsPlaceAndTenMinutes() {
    var other = TOKENS.register(form("Other", BACK)).app();

    assertRefused("invalid_grant", () -> TOKENS.exchange(other, code(null), BACK, null));
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, code(null), BACK + "/x", null));
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, "made up", BACK, null));
    var late = code(null);
    PEOPLE.pass(Tokens.CODE_TTL);
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, late, BACK, null));
  }

  @Test
  void aChallengedCodeNeedsItsVerifier() {
    assertThat(TOKENS.exchange(leaf, code(CHALLENGE), BACK, VERIFIER).access().account())
        .isEqualTo(ana);
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, code(CHALLENGE), BACK, null));
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, code(CHALLENGE), BACK, CHALLENGE));
    assertRefused("invalid_grant", () -> TOKENS.exchange(leaf, code(null), BACK, VERIFIER));
    assertRefused("invalid_request", () -> code("plain"));
  }

  @Test
  void aClientGetsNoMoreThanItRegistered() {
    var allowed = Set.of("read:statuses", "write:media");
    TOKENS.check(leaf, new Authorization(BACK, allowed, null));

    assertRefused(
        "invalid_scope", () -> TOKENS.check(leaf, new Authorization(BACK, Set.of("write"), null)));
    assertRefused("invalid_scope", () -> TOKENS.issue(leaf, ana, Set.of("admin:read")));
    assertRefused("invalid_scope", () -> TOKENS.issue(leaf, Set.of()));
    assertRefused(
        "invalid_redirect_uri",
        () -> TOKENS.authorize(ana, leaf, new Authorization(BACK + "/", READ, null)));
  }

  @Test
  void aScopeContainsItsFinerOnes() {
    assertThat(Scopes.cover(READ, "read:statuses")).isTrue();
    assertThat(Scopes.cover(Set.of("read:statuses"), "read")).isFalse();
    assertThat(Scopes.cover(Set.of("follow"), "write:follows")).isTrue();
    assertThat(Scopes.cover(Set.of("follow"), "write:statuses")).isFalse();
    assertThat(Scopes.cover(Set.of("admin:read"), "admin:read:accounts")).isTrue();
    assertThat(Scopes.cover(READ, "admin:read")).isFalse();
    assertThat(Scopes.parse("")).isEqualTo(READ);
    assertThat(Scopes.parse(" write  read+push ")).containsExactly("write", "read", "push");
    assertRefused("invalid_scope", () -> Scopes.parse("read everything"));
  }

  @Test
  void aClientHasATokenForItself() {
    var issued = TOKENS.issue(leaf, READ);

    assertThat(requireNonNull(TOKENS.find(issued.token())).account()).isNull();
    assertThat(issued.access().allows("read:accounts")).isTrue();
    assertThat(issued.access().allows("write")).isFalse();
  }

  @Test
  void aPasswordGivesATokenOnlyWhereThatIsAllowed() {
    var name = PEOPLE.accounts.require(ana).username();

    assertThat(TOKENS.issue(leaf, name, TestPeople.PASSWORD, READ).access().account())
        .isEqualTo(ana);
    assertRefused("invalid_grant", () -> TOKENS.issue(leaf, name, "wrong password", READ));
    var strict = new Tokens(PEOPLE.ground, PEOPLE.logins, false);
    assertRefused(
        "unsupported_grant_type", () -> strict.issue(leaf, name, TestPeople.PASSWORD, READ));
  }

  @Test
  void aRevokedTokenIsNoLongerGoodAtOnce() {
    var issued = TOKENS.issue(leaf, ana, READ);
    TOKENS.find(issued.token());

    TOKENS.revoke(leaf, issued.token());
    TOKENS.revoke(leaf, issued.token());
    TOKENS.revoke(leaf, "never was");

    assertThat(TOKENS.find(issued.token())).isNull();
    assertThat(PEOPLE.heard(AccountEvent.TokenRevoked.class))
        .containsExactly(new AccountEvent.TokenRevoked(issued.access().token()));
  }

  @Test
  void aClientMayNotRevokeTheTokenOfAnother() {
    var issued = TOKENS.issue(leaf, ana, READ);
    var other = TOKENS.register(form("Other", BACK)).app();

    assertThatThrownBy(() -> TOKENS.revoke(other, issued.token()))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(TOKENS.find(issued.token())).isNotNull();
  }

  @Test
  void aPersonSeesAndEndsWhatActsForThem() {
    var one = TOKENS.issue(leaf, ana, READ);
    var two = TOKENS.issue(leaf, ana, Set.of("read:statuses"));
    var other = TOKENS.register(form("Other", BACK)).app();
    var kept = TOKENS.issue(other, ana, READ);

    assertThat(TOKENS.authorized(ana)).containsExactlyInAnyOrder(leaf, other);
    assertThat(TOKENS.hasGranted(ana, leaf, READ)).isTrue();
    assertThat(TOKENS.hasGranted(ana, leaf, Set.of("write:media"))).isFalse();

    TOKENS.revokeAll(ana, leaf.id());

    assertThat(TOKENS.find(one.token())).isNull();
    assertThat(TOKENS.find(two.token())).isNull();
    assertThat(TOKENS.find(kept.token())).isNotNull();
    assertThat(TOKENS.authorized(ana)).containsExactly(other);
  }

  @Test
  void shuttingAnAccountEndsItsTokensAndSessionsForGood() {
    var token = TOKENS.issue(leaf, ana, READ).token();
    var cookie = PEOPLE.sessions.start(ana, "Firefox");
    TOKENS.find(token);
    PEOPLE.sessions.find(cookie);

    PEOPLE.logins.disable(ana);
    assertThat(TOKENS.find(token)).isNull();
    assertThat(PEOPLE.sessions.find(cookie)).isNull();

    PEOPLE.logins.enable(ana);
    PEOPLE.pass(Duration.ofSeconds(1));
    var later = TOKENS.issue(leaf, ana, READ).token();
    var laterCookie = PEOPLE.sessions.start(ana, "Firefox");
    PEOPLE.deliverEverythingAgain();
    assertThat(TOKENS.find(token)).isNull();
    assertThat(TOKENS.find(later)).isNotNull();
    assertThat(PEOPLE.sessions.find(laterCookie)).isNotNull();
  }

  @Test
  void theLastUseIsWrittenDownAMomentLaterToTheMinute() {
    var issued = TOKENS.issue(leaf, ana, READ);
    var other = TOKENS.issue(leaf, ana, READ);
    TOKENS.find(issued.token());
    TOKENS.find(other.token());
    var first = PEOPLE.clock.instant();
    PEOPLE.pass(Duration.ofSeconds(59));
    TOKENS.find(issued.token());
    TOKENS.uses().flush();
    assertThat(lastUsed(issued)).isEqualTo(first);
    assertThat(lastUsed(other)).isEqualTo(first);

    PEOPLE.pass(Duration.ofSeconds(1));
    TOKENS.find(issued.token());
    TOKENS.uses().flush();
    assertThat(lastUsed(issued)).isEqualTo(first.plus(Duration.ofMinutes(1)));
    assertThat(lastUsed(other)).isEqualTo(first);
  }

  @Test
  void aTokenThatEndsBeforeItsUseIsWrittenDownStaysEnded() {
    var issued = TOKENS.issue(leaf, ana, READ);
    TOKENS.find(issued.token());
    TOKENS.revoke(leaf, issued.token());

    TOKENS.uses().flush();

    assertThat(TOKENS.find(issued.token())).isNull();
  }

  private static Instant lastUsed(Issued issued) {
    var place = new TokenStore.Place(issued.access().token());
    return PEOPLE
        .shards
        .of(place)
        .one(
            "select last_used_at from tokens where slot = ? and hash = ?",
            row -> row.instant("last_used_at"),
            place.slot(),
            place.hash());
  }

  @Test
  void noSecretIsStored() {
    var registered = TOKENS.register(form("Secret", BACK));
    var secrets =
        List.of(
            registered.secret(),
            code(null),
            TOKENS.issue(leaf, ana, READ).token(),
            PEOPLE.sessions.start(ana, "Firefox"),
            TestPeople.PASSWORD);

    for (var shard : PEOPLE.shards.all()) {
      for (var table : List.of("apps", "codes", "tokens", "sessions", "logins", "events")) {
        var rows = shard.list("select t::text as row from " + table + " t", row -> row.text("row"));
        assertThat(rows).noneMatch(row -> secrets.stream().anyMatch(row::contains));
      }
    }
  }

  @Test
  void knownClientsAndTokensCanBeMadeForTests() {
    var app = TOKENS.importApp("client" + count, "secret", form("Fixture", Tokens.OUT_OF_BAND));
    var again = TOKENS.importApp("client" + count, "secret", form("Fixture", Tokens.OUT_OF_BAND));
    var access = TOKENS.importToken("letmein" + count, app, ana, Set.of("read", "write"));

    assertThat(again).isEqualTo(app);
    assertThat(TOKENS.requireApp("client" + count, "secret")).isEqualTo(app);
    assertThat(TOKENS.find("letmein" + count)).isEqualTo(access);
  }
}
