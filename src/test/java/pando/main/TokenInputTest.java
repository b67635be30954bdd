package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.accounts.Tokens;
import pando.accounts.Tokens.AppForm;
import pando.accounts.Tokens.Authorization;
import pando.accounts.Tokens.Registered;

/// Tokens, codes and secrets that are wrong, used up, or somebody else's.
class TokenInputTest extends HostileInput {
  private static final String BACK = "https://leaf.example.org/back";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Registered leaf = register("Leaf");

  private Tokens tokens() {
    return site.pando.rooms().desks().people().tokens();
  }

  private Registered register(String name) {
    return tokens().register(new AppForm(name, null, List.of(BACK), Set.of("read")));
  }

  private HostileSite.Answer authorized(String authorization) {
    return site.call(
        "GET",
        "/api/v1/accounts/verify_credentials",
        Map.of("Authorization", authorization),
        new byte[0]);
  }

  private HostileSite.Answer asksForAToken(String form) {
    return site.call(
        "POST",
        "/oauth/token",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        form.getBytes(UTF_8));
  }

  private String exchange(Registered app, String code) {
    return "grant_type=authorization_code&redirect_uri=%s&client_id=%s&client_secret=%s&code=%s"
        .formatted(BACK, app.app().clientId(), app.secret(), code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer \u00e9",
        "Bearer null",
        "Bearer undefined",
        "Bearer a b c",
        "bearer  %00",
        "Basic YW5hOmFuYQ==",
        "Basic !!!",
        "Digest x",
        "Token x",
        "'; drop table tokens; --",
      })
  void aTokenThatIsNoneIsUnauthorized(String authorization) {
    assertThat(authorized(authorization).isRefused(401).headers()).containsKey("www-authenticate");
  }

  @Test
  void aGiantTokenIsRefused() {
    authorized("Bearer " + "x".repeat(8_000)).isRefused(401);
    authorized("Bearer " + "x".repeat(100_000)).isRefused(431);
    site.call("GET", "/api/v1/preferences?access_token=%00", Map.of(), new byte[0]).isRefused(400);
    site.call("GET", "/api/v1/preferences?access_token[]=x", Map.of(), new byte[0]).isRefused(400);
    site.call("GET", "/api/v1/preferences?access_token=x", Map.of(), new byte[0]).isRefused(401);
  }

  @Test
  void aTokenThatWasRevokedIsGoodForNothing() {
    var token = requireNonNull(site.pando.signUp("cleo").client().token());
    assertThat(authorized("Bearer " + token).status()).isEqualTo(200);
    tokens().revoke(site.pando.registeredApp(), token);
    authorized("Bearer " + token).isRefused(401);
    authorized("Bearer " + token.toLowerCase(Locale.ROOT)).isRefused(401);
    authorized("Bearer " + token + "x").isRefused(401);
    keeps();
  }

  @Test
  void aTokenOfTooLittleIsForbiddenAndOneOfNobodyToo() {
    var reader = site.pando.signUp("dora", Set.of("read")).client().token();
    var app = site.pando.app().token();
    keeps();
    for (var route : site.pando.endpoints()) {
      var writes = !route.method().equals("GET") && route.pattern().startsWith("/api/v1/");
      if (writes && !route.pattern().matches("/api/v1/(apps|accounts|emails.*)")) {
        var path = route.pattern().replace("{id}", "1");
        var headers = Map.of("Authorization", "Bearer " + reader);
        site.call(route.method(), path, headers, new byte[0]).isRefused(403);
        var nobodys = Map.of("Authorization", "Bearer " + app);
        site.call(route.method(), path, nobodys, new byte[0]).isRefused(403, 422);
        site.call(route.method(), path, Map.of(), new byte[0]).isRefused(401);
      }
    }
  }

  @Test
  void aCodeThatIsReplayedOrSomebodyElsesIsNoGrant() {
    var other = register("Other");
    var code = code(null);
    assertThat(asksForAToken(exchange(leaf, code)).status()).isEqualTo(200);
    assertThat(asksForAToken(exchange(leaf, code)).isRefused(400).reason())
        .isEqualTo("invalid_grant");
    assertThat(asksForAToken(exchange(other, code(null))).isRefused(400).reason())
        .isEqualTo("invalid_grant");
    assertThat(asksForAToken(exchange(leaf, code(null)).replace("back", "other")).reason())
        .isEqualTo("invalid_grant");
    keeps();
  }

  @Test
  void aCodeWithAChallengeNeedsItsVerifier() {
    for (var verifier :
        List.of("", "&code_verifier=", "&code_verifier=x", "&code_verifier=" + CHALLENGE)) {
      assertThat(asksForAToken(exchange(leaf, code(CHALLENGE)) + verifier).isRefused(400).reason())
          .isEqualTo("invalid_grant");
    }
    assertThat(
            asksForAToken(exchange(leaf, code(null)) + "&code_verifier=" + VERIFIER)
                .isRefused(400)
                .reason())
        .isEqualTo("invalid_grant");
    keeps();
  }

  private String code(@Nullable String challenge) {
    return tokens()
        .authorize(site.ana.id(), leaf.app(), new Authorization(BACK, Set.of("read"), challenge));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "grant_type=",
        "grant_type=authorization_code",
        "grant_type=client_credentials",
        "grant_type=client_credentials&client_id=x&client_secret=y",
        "grant_type=refresh_token&refresh_token=x",
        "grant_type[]=x",
        "grant_type=%00",
        "client_id=%00&client_secret=x&grant_type=client_credentials",
        "client_id[]=x",
        "{\"grant_type\":",
        "{\"grant_type\":[1]}",
      })
  void aTokenIsNotGivenForNothing(String form) {
    asksForAToken(form).isRefused(400, 401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ":", "a:b", "\u0000:\u0000", "a\u0000b:c", ":::"})
  void aSecretInTheHeadIsOnlyAText(String credentials) {
    var basic = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    for (var raw : List.of(basic, basic + "!", "/w==", "gICA")) {
      site.call(
              "POST",
              "/oauth/token",
              Map.of("Authorization", "Basic " + raw),
              "grant_type=client_credentials".getBytes(UTF_8))
          .isRefused(400, 401);
    }
  }

  @Test
  void aSecondAuthorizationDoesNotHelp() {
    var good = site.ana.client().token();
    var twice = "GET /api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    site.raw(twice + "Authorization: Bearer x\r\nAuthorization: Bearer " + good + "\r\n\r\n")
        .isRefused(400, 401);
    site.raw(twice + "Authorization: Bearer x, Bearer " + good + "\r\n\r\n").isRefused(400, 401);
  }
}
