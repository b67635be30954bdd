package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import pando.accounts.Account.Role;
import pando.accounts.Accounts;
import pando.accounts.Logins;
import pando.accounts.Scopes;
import pando.accounts.SignUp;
import pando.accounts.Tokens;
import pando.accounts.Tokens.AppForm;
import pando.base.Refusal;

/// People, clients and tokens that a site for tests begins with: secrets in a file, which is why
/// only a site that nobody else can reach reads one (`--dev --fixture FILE`).
///
/// What exists already stays as it is, so that a site can be started with the same file again.
record Fixture(List<User> users, List<App> apps, List<Token> tokens) {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private static final List<String> USER_KEYS = List.of("name", "email", "password", "role");
  private static final List<String> APP_KEYS =
      List.of("name", "client_id", "client_secret", "redirect_uris", "scopes");
  private static final List<String> TOKEN_KEYS = List.of("token", "user", "app", "scopes");

  /// Somebody who can sign in.
  record User(String name, String email, String password, Role role) {}

  /// A client with a known id and secret.
  ///
  /// @param scopes the most it may ask for, divided by spaces
  record App(
      String name,
      String clientId,
      String clientSecret,
      List<String> redirectUris,
      String scopes) {}

  /// A token with a known text.
  ///
  /// @param user whom it acts for; null: for the client itself
  /// @param app the client's id
  record Token(String token, @Nullable String user, String app, String scopes) {}

  /// Reads a file in YAML, of which JSON is a part.
  ///
  /// @throws Refusal.Invalid with the place and the reason, if the file cannot be understood
  static Fixture read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new Refusal.Invalid(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return parse(Files.readString(file));
    } catch (YamlEngineException | Refusal.Invalid e) {
      throw new Refusal.Invalid(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static Fixture parse(String yaml) {
    var tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    var file = YamlNode.of("it", tree, List.of("users", "apps", "tokens"));
    return new Fixture(
        file.each("users", USER_KEYS).stream().map(Fixture::user).toList(),
        file.each("apps", APP_KEYS).stream().map(Fixture::app).toList(),
        file.each("tokens", TOKEN_KEYS).stream().map(Fixture::token).toList());
  }

  private static User user(YamlNode node) {
    var name = node.require("name");
    var role = Objects.requireNonNullElse(node.find("role"), "member").toUpperCase(Locale.ROOT);
    if (Arrays.stream(Role.values()).noneMatch(known -> known.name().equals(role))) {
      throw node.refusal("role is not one of member, moderator, admin");
    }
    var email = Objects.requireNonNullElse(node.find("email"), name + "@example.org");
    return new User(name, email, node.require("password"), Role.valueOf(role));
  }

  private static App app(YamlNode node) {
    var uris = node.list("redirect_uris");
    return new App(
        node.require("name"),
        node.require("client_id"),
        node.require("client_secret"),
        uris.isEmpty() ? List.of(Tokens.OUT_OF_BAND) : uris,
        node.require("scopes"));
  }

  private static Token token(YamlNode node) {
    return new Token(
        node.require("token"), node.find("user"), node.require("app"), node.require("scopes"));
  }

  /// How much it holds, in words.
  String summary() {
    return "%d people, %d apps, %d tokens".formatted(users.size(), apps.size(), tokens.size());
  }

  /// Makes what is missing of it.
  Fixture apply(Accounts accounts, Logins logins, Tokens desk) {
    for (var user : users) {
      if (accounts.findByName(user.name) == null) {
        logins.create(new SignUp(user.name, user.email, user.password, true, "en"), user.role);
      }
    }
    for (var app : apps) {
      if (desk.findApp(app.clientId) == null) {
        desk.importApp(app.clientId, app.clientSecret, form(app));
      }
    }
    for (var token : tokens) {
      if (desk.find(token.token) == null) {
        make(token, accounts, desk);
      }
    }
    return this;
  }

  private static AppForm form(App app) {
    return new AppForm(app.name, null, app.redirectUris, Scopes.parse(app.scopes));
  }

  private static void make(Token token, Accounts accounts, Tokens desk) {
    var user = token.user == null ? null : accounts.findByName(token.user);
    if (token.user != null && user == null) {
      throw new Refusal.Invalid("a token is for '%s', who does not exist".formatted(token.user));
    }
    desk.importToken(
        token.token,
        desk.requireApp(token.app),
        user == null ? null : user.id(),
        Scopes.parse(token.scopes));
  }
}
