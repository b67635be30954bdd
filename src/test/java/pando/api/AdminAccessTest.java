package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pando.accounts.Account.Role;
import pando.http.Router.Endpoint;
import pando.main.TestClient;
import pando.main.TestPando;
import pando.main.TestPerson;

/// Every route of moderators is shut to everybody who has not both the role and the scope.
class AdminAccessTest {
  private static final Set<String> USUAL = Set.of("read", "write", "follow", "push");
  private static final Set<String> ALL = Set.of("read", "write", "admin:read", "admin:write");

  private static final TestPando PANDO = TestPando.onOneBox();
  private static final TestPerson BEN = PANDO.signUp("ben", Role.MEMBER, ALL);
  private static final TestPerson MODERATOR = PANDO.signUp("mia", Role.MODERATOR, ALL);
  private static final TestPerson ADMIN = PANDO.signUp("noa", Role.ADMIN, ALL);

  @AfterAll
  static void close() {
    PANDO.close();
  }

  static Stream<Endpoint> endpoints() {
    return PANDO.endpoints().stream()
        .filter(endpoint -> endpoint.pattern().matches("/api/.*/admin/.*"));
  }

  private static TestClient.Answer call(TestClient client, Endpoint endpoint) {
    var path = endpoint.pattern().replace("{id}", Long.toString(BEN.id().value()));
    return endpoint.method().equals("GET")
        ? client.get(path)
        : client.send(endpoint.method(), path, Map.of("type", "none"));
  }

  @Test
  void thereAreRoutesToTest() {
    assertThat(endpoints()).hasSizeGreaterThan(12);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void strangersAppsAndMembersAreRefused(Endpoint endpoint) {
    assertThat(call(PANDO.stranger(), endpoint).status()).isEqualTo(401);
    assertThat(call(PANDO.with("nonsense"), endpoint).status()).isEqualTo(401);
    assertThat(call(PANDO.app(), endpoint).status()).isEqualTo(422);
    assertThat(call(BEN.client(), endpoint).refusal()).isEqualTo("403 This action is not allowed");
    assertThat(call(PANDO.as(BEN, USUAL), endpoint).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void theRoleWithoutTheScopeIsRefused(Endpoint endpoint) {
    var other = endpoint.method().equals("GET") ? "admin:write" : "admin:read";
    for (var who : List.of(MODERATOR, ADMIN)) {
      for (var scopes : List.of(USUAL, Set.of(other), Set.of("read", "write", other, "push"))) {
        assertThat(call(PANDO.as(who, scopes), endpoint).refusal())
            .as("%s", scopes)
            .isEqualTo("403 This action is outside the authorized scopes");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void bothTogetherAreLetIn(Endpoint endpoint) {
    for (var who : List.of(MODERATOR, ADMIN)) {
      assertThat(call(who.client(), endpoint).status()).isIn(200, 404);
    }
  }

  @Test
  void finerScopesOpenTheirOwnRoutesAlone() {
    var people = PANDO.as(MODERATOR, Set.of("admin:read:accounts"));
    var reports = PANDO.as(MODERATOR, Set.of("admin:read:reports"));

    assertThat(people.get("/api/v1/admin/accounts").status()).isEqualTo(200);
    assertThat(people.get("/api/v1/admin/reports").status()).isEqualTo(403);
    assertThat(reports.get("/api/v1/admin/reports").status()).isEqualTo(200);
    assertThat(reports.get("/api/v1/admin/accounts").status()).isEqualTo(403);
  }

  @Test
  void whoIsNoModeratorAnyMoreIsRefusedAtOnce() {
    var cleo = PANDO.signUp("cleo", Role.MODERATOR, ALL);
    assertThat(cleo.client().get("/api/v1/admin/reports").status()).isEqualTo(200);

    PANDO.assign(cleo, Role.MEMBER);

    assertThat(cleo.client().get("/api/v1/admin/reports").status()).isEqualTo(403);
  }
}
