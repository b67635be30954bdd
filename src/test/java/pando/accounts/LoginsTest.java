package pando.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Account.Role;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.config.SmtpConfig;
import pando.queue.Lane;

class LoginsTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Logins LOGINS = PEOPLE.logins;

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static Refusal.Invalid refused(SignUp form) {
    return catchThrowableOfType(Refusal.Invalid.class, () -> LOGINS.signUp(form));
  }

  private static Map<String, List<Fault>> faults(SignUp form) {
    return refused(form).faults();
  }

  @Test
  void whoSignsUpHasAnAccountAndSignsInByNameOrAddress() {
    var ana = LOGINS.signUp(new SignUp("Ana", "Ana@Example.org", "aspen aspen", true, "en"));

    assertThat(ana.username()).isEqualTo("Ana");
    assertThat(ana.role()).isEqualTo(Role.MEMBER);
    assertThat(LOGINS.authenticate("ana", "aspen aspen").id()).isEqualTo(ana.id());
    assertThat(LOGINS.authenticate("ana@example.ORG", "aspen aspen").id()).isEqualTo(ana.id());
    assertThat(LOGINS.require(ana.id()).email()).isEqualTo("Ana@Example.org");
    LOGINS.requireActive(ana.id());
    assertThat(PEOPLE.heard(AccountEvent.SignedUp.class))
        .contains(new AccountEvent.SignedUp(ana.id()));
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreRefusedAlike() {
    PEOPLE.join("bill");

    assertThatThrownBy(() -> LOGINS.authenticate("bill", "aspen in the rain"))
        .isInstanceOf(Refusal.Unauthorized.class)
        .hasMessage("Invalid e-mail address or password.");
    assertThatThrownBy(() -> LOGINS.authenticate("nobody", "aspen in the rain"))
        .isInstanceOf(Refusal.Unauthorized.class)
        .hasMessage("Invalid e-mail address or password.");
    assertThatThrownBy(() -> LOGINS.authenticate("bill", "x".repeat(1_000)))
        .isInstanceOf(Refusal.Unauthorized.class);
  }

  @Test
  void everythingThatIsWrongWithAFormIsToldAtOnce() {
    var refusal = refused(new SignUp("", "ana", "short", false, "en"));

    assertThat(refusal.faults())
        .isEqualTo(
            Map.of(
                "username", List.of(new Fault("ERR_BLANK", "can't be blank")),
                "email", List.of(new Fault("ERR_INVALID", "is invalid")),
                "password",
                    List.of(new Fault("ERR_TOO_SHORT", "is too short (minimum is 8 characters)")),
                "agreement", List.of(new Fault("ERR_ACCEPTED", "must be accepted"))));
    assertThat(refusal.reason())
        .isEqualTo(
            "Validation failed: Username can't be blank, Email is invalid, Password is too short"
                + " (minimum is 8 characters), Agreement must be accepted");
  }

  @Test
  void aNameInAnotherCaseIsTaken() {
    PEOPLE.join("carla");

    var refusal = refused(new SignUp("CARLA", "other@example.org", "aspen aspen", true, "en"));

    assertThat(refusal.reason()).isEqualTo("Validation failed: Username has already been taken");
    assertThat(refusal.faults().get("username"))
        .containsExactly(new Fault("ERR_TAKEN", "has already been taken"));
  }

  @Test
  void anAddressOfAnotherAccountIsTakenAndTheNameStaysFree() {
    PEOPLE.join("dora");

    var faults = faults(new SignUp("dora2", "DORA@example.org", "aspen aspen", true, "en"));

    assertThat(faults).containsOnlyKeys("email");
    assertThat(PEOPLE.join("dora2").username()).isEqualTo("dora2");
  }

  @Test
  void oddNamesAreRefused() {
    for (var name : List.of("a na", "a.na", "añа", "a\u200Bna", "ana@x", "ana\n2", "ａｎａ", "a-b")) {
      assertThat(faults(new SignUp(name, "o@example.org", "aspen aspen", true, "en")))
          .as(name)
          .containsOnlyKeys("username");
    }
    assertThat(
            faults(new SignUp("a".repeat(31), "o@example.org", "aspen aspen", true, "en"))
                .get("username"))
        .containsExactly(new Fault("ERR_TOO_LONG", "is too long (maximum is 30 characters)"));
    assertThat(
            faults(new SignUp("Admin", "o@example.org", "aspen aspen", true, "en")).get("username"))
        .containsExactly(new Fault("ERR_RESERVED", "is reserved"));
  }

  @Test
  void oddAddressesAreRefusedQuickly() {
    for (var email :
        List.of(
            "ana",
            "@x.org",
            "ana@",
            "a b@x.org",
            "ana@x..org",
            "ana@-x.org",
            "ana@x.org\r\nBcc:b@x",
            "ana@" + "a".repeat(60).concat(".").repeat(5) + "!")) {
      assertThat(faults(new SignUp("odd", email, "aspen aspen", true, "en")))
          .as(email)
          .containsOnlyKeys("email");
    }
  }

  @Test
  void ofTwoWhoSignUpWithOneNameAtTheSameTimeOneGetsIt() throws Exception {
    var attempts = new ArrayList<Callable<Account>>();
    for (var i = 0; i < 6; i++) {
      var email = "eve" + i + "@example.org";
      attempts.add(() -> LOGINS.signUp(new SignUp("eve", email, "aspen aspen", true, "en")));
    }

    assertThat(outcomes(attempts))
        .containsExactlyInAnyOrder("joined", "no", "no", "no", "no", "no");
    assertThat(PEOPLE.accounts.findByName("eve")).isNotNull();
  }

  @Test
  void ofTwoWhoSignUpWithOneAddressAtTheSameTimeOneGetsItAndTheOtherNamesStayFree()
      throws Exception {
    var attempts = new ArrayList<Callable<Account>>();
    for (var i = 0; i < 4; i++) {
      var name = "finn" + i;
      attempts.add(
          () -> LOGINS.signUp(new SignUp(name, "finn@example.org", "aspen aspen", true, "en")));
    }

    assertThat(outcomes(attempts)).containsExactlyInAnyOrder("joined", "no", "no", "no");
    var joined = 0;
    for (var i = 0; i < 4; i++) {
      if (PEOPLE.accounts.findByName("finn" + i) == null) {
        LOGINS.signUp(
            new SignUp("finn" + i, "other%d@example.org".formatted(i), "aspen aspen", true, "en"));
      } else {
        joined++;
      }
    }
    assertThat(joined).isEqualTo(1);
  }

  private static List<String> outcomes(List<Callable<Account>> attempts) throws Exception {
    var outcomes = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var attempt : attempts.stream().map(threads::submit).toList()) {
        outcomes.add(outcome(attempt));
      }
    }
    return outcomes;
  }

  private static String outcome(Future<Account> attempt) throws InterruptedException {
    try {
      return attempt.get() == null ? "nothing" : "joined";
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(Refusal.Invalid.class);
      return "no";
    }
  }

  @Test
  void aNameWhoseAccountNeverCameIsFreeAgainAfterAnHour() {
    var names = new Names(PEOPLE.shards);
    var never = new pando.base.AccountId(PEOPLE.id("gil").value() + 1);
    names.reserve(Names.Kind.USERNAME, "ghost", never, PEOPLE.clock.instant());

    assertThat(faults(TestPeople.form("ghost"))).containsOnlyKeys("username");
    assertThat(PEOPLE.accounts.findByName("ghost")).isNull();

    PEOPLE.pass(Names.RESERVED_FOR);
    var ghost = PEOPLE.join("ghost");
    assertThat(PEOPLE.accounts.findByName("ghost")).isEqualTo(ghost);
    PEOPLE.pass(Names.RESERVED_FOR);
    assertThat(faults(TestPeople.form("ghost"))).containsKey("username");
  }

  @Test
  void anOperatorMayGiveAReservedNameAndARole() {
    var root =
        LOGINS.create(new SignUp("root", "r@example.org", "aspen aspen", true, "ko"), Role.ADMIN);

    assertThat(root.role()).isEqualTo(Role.ADMIN);
    assertThat(LOGINS.require(root.id()).confirmed()).isTrue();
  }

  @Test
  void aDisabledAccountMayNotUseTheSiteUntilItIsEnabled() {
    var hana = PEOPLE.id("hana");

    LOGINS.disable(hana);
    assertThatThrownBy(() -> LOGINS.requireActive(hana))
        .isInstanceOf(Refusal.Forbidden.class)
        .hasMessage("Your login is currently disabled");
    assertThat(PEOPLE.accounts.require(hana).disabled()).isTrue();

    LOGINS.enable(hana);
    LOGINS.requireActive(hana);
  }

  @Test
  void aNewPasswordReplacesTheOldOne() {
    var iris = PEOPLE.id("iris");

    LOGINS.changePassword(iris, "birch in the wind");

    assertThat(LOGINS.authenticate("iris", "birch in the wind").id()).isEqualTo(iris);
    assertThatThrownBy(() -> LOGINS.authenticate("iris", TestPeople.PASSWORD))
        .isInstanceOf(Refusal.Unauthorized.class);
    assertThatThrownBy(() -> LOGINS.changePassword(iris, "short"))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aHashWithOldParametersIsReplacedAtTheNextSignIn() {
    var june = PEOPLE.id("june");
    var old = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$";
    var weak = old + argon2("aspen", "somesaltsomesalt", 64, 1);
    PEOPLE
        .shards
        .of(june)
        .update("update logins set password_hash = ? where account_id = ?", weak, june);

    assertThat(LOGINS.authenticate("june", "aspen").id()).isEqualTo(june);

    var stored =
        PEOPLE
            .shards
            .of(june)
            .one(
                "select password_hash from logins where account_id = ?",
                row -> row.text("password_hash"),
                june);
    assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(LOGINS.authenticate("june", "aspen").id()).isEqualTo(june);
  }

  private static String argon2(String password, String salt, int memoryKib, int passes) {
    var generator = new org.bouncycastle.crypto.generators.Argon2BytesGenerator();
    generator.init(
        new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .build());
    var hash = new byte[32];
    generator.generateBytes(password.getBytes(java.nio.charset.StandardCharsets.UTF_8), hash);
    return java.util.Base64.getEncoder().withoutPadding().encodeToString(hash);
  }

  @Test
  void everyAccountIsListedOnceInTheOrderOfIds() {
    PEOPLE.join("kim");
    PEOPLE.join("leo");
    var all = LOGINS.list(null, 1_000);
    var paged = new ArrayList<Login>();
    var page = LOGINS.list(null, 3);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = LOGINS.list(page.getLast().account().id(), 3);
    }

    assertThat(paged).isEqualTo(all).hasSizeGreaterThan(1);
    assertThat(all.stream().map(login -> login.account().id().value())).isSorted();
  }

  @Test
  void anAddressIsProvenByTheLinkInTheMail() {
    try (var smtp = new TinySmtp()) {
      var config = new SmtpConfig("127.0.0.1", smtp.port(), false, null, null, "pando@example.org");
      var mailer = new Mailer(config, "사진 Photos", URI.create("https://photos.example.org"));
      try (var people = new TestPeople(List.of(), mailer)) {
        var mia =
            people.logins.signUp(
                new SignUp("mia", "mia@example.org", TestPeople.PASSWORD, true, "ko"));
        assertThatThrownBy(() -> people.logins.requireActive(mia.id()))
            .isInstanceOf(Refusal.Forbidden.class)
            .hasMessage("Your login is missing a confirmed e-mail address");
        assertThatThrownBy(() -> people.logins.resend(mia.id()))
            .isInstanceOf(Refusal.RateLimited.class);

        people.settle();
        var first = smtp.take();
        assertThat(first.from()).isEqualTo("pando@example.org");
        assertThat(first.to()).isEqualTo("mia@example.org");
        assertThat(first.subject()).isEqualTo("사진 Photos 이메일 주소 확인");
        assertThat(first.text()).contains("mia 님");

        people.pass(Logins.RESEND_PAUSE);
        people.logins.resend(mia.id());
        people.settle();
        var second = smtp.take();
        assertThatThrownBy(() -> people.logins.confirm(secret(first)))
            .isInstanceOf(Refusal.NotFound.class);

        people.logins.confirm(secret(second));
        people.logins.requireActive(mia.id());
        people.logins.confirm(secret(second)); // a link that is opened twice is not wrong
        assertThatThrownBy(() -> people.logins.resend(mia.id()))
            .isInstanceOf(Refusal.Forbidden.class);

        people.deliverEverythingAgain();
        assertThat(smtp.isEmpty()).isTrue();
      }
    }
  }

  @Test
  void aLinkThatIsOldOrMadeUpProvesNothing() {
    try (var smtp = new TinySmtp()) {
      try (var people = new TestPeople(List.of(), smtp.mailer())) {
        var nora = people.join("nora");
        people.settle();
        var secret = secret(smtp.take());
        people.pass(Logins.CONFIRMATION_TTL.plus(Duration.ofSeconds(1)));

        for (var made :
            List.of(secret, "", "1.2", nora.id().value() + ".", "x.y", "9".repeat(40) + ".a")) {
          assertThatThrownBy(() -> people.logins.confirm(made))
              .isInstanceOf(Refusal.NotFound.class);
        }
      }
    }
  }

  @Test
  void aMailThatTheServerDidNotTakeIsSentLater() {
    try (var smtp = new TinySmtp()) {
      try (var people = new TestPeople(List.of(), smtp.mailer())) {
        smtp.refuse(true);
        people.join("olga");
        people.settle();
        assertThat(smtp.isEmpty()).isTrue();
        assertThat(people.lanes.backlog(Lane.MAIL).retries()).isEqualTo(1);

        smtp.refuse(false);
        people.pass(Duration.ofMinutes(1));
        people.settle();
        people.logins.confirm(secret(smtp.take()));
      }
    }
  }

  private static String secret(TinySmtp.Mail mail) {
    var link =
        Pattern.compile(
                "https://photos\\.example\\.org/auth/confirmation\\?confirmation_token=(\\S+)")
            .matcher(mail.text());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }
}
