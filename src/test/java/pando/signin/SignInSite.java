package pando.signin;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.accounts.Mailer;
import pando.accounts.TestPeople;
import pando.accounts.Tokens;
import pando.accounts.Tokens.AppForm;
import pando.accounts.Tokens.Registered;
import pando.base.AccountId;
import pando.config.SiteConfig;
import pando.departure.Archive;
import pando.http.Router;
import pando.http.TestServer;
import pando.posts.TestPosts;
import pando.web.Assets;

/// A real server with the routes of [SignIn] on a real database.
final class SignInSite implements AutoCloseable {
  static final String CALLBACK = "https://app.example/callback";

  private final TestPosts town;
  final TestPeople people;
  final TestServer server;

  private SignInSite(SiteConfig site, URI publicUrl, boolean limited) {
    this(site, publicUrl, limited, null);
  }

  private SignInSite(SiteConfig site, URI publicUrl, boolean limited, @Nullable Mailer mailer) {
    this.town = new TestPosts(mailer);
    this.people = town.people;
    this.server = new TestServer(people, publicUrl, limited, router -> add(site, router));
  }

  private void add(SiteConfig site, Router router) {
    var archive =
        new Archive(people.accounts, people.relations, town.lists, town.reactions, town.photos);
    new SignIn(people.accounts, people.logins, people.sessions, people.tokens, archive, site)
        .routes(router);
    router.get("/assets/*", Assets.read("web")::show);
  }

  static SignInSite open() {
    return new SignInSite(SiteConfig.DEFAULT, TestServer.PUBLIC_URL, false);
  }

  /// Sends mail.
  static SignInSite mailing(Mailer mailer, boolean limited) {
    return new SignInSite(SiteConfig.DEFAULT, TestServer.PUBLIC_URL, limited, mailer);
  }

  /// Nobody may join by themselves.
  static SignInSite closed() {
    var site = SiteConfig.DEFAULT;
    var closed =
        new SiteConfig(site.title(), site.description(), site.url(), site.contact(), false);
    return new SignInSite(closed, TestServer.PUBLIC_URL, false);
  }

  static SignInSite overTls() {
    return new SignInSite(SiteConfig.DEFAULT, URI.create("https://pando.example"), false);
  }

  static SignInSite limited() {
    return new SignInSite(SiteConfig.DEFAULT, TestServer.PUBLIC_URL, true);
  }

  /// A client that may ask for `read write` and is answered at the given places.
  Registered app(String... redirectUris) {
    var form =
        new AppForm(
            "Leaf",
            null,
            List.of(redirectUris),
            Set.of("read", "write", "admin:read", "admin:write"));
    return people.tokens.register(form);
  }

  /// A client that shows codes to people.
  Registered app() {
    return app(Tokens.OUT_OF_BAND);
  }

  /// Somebody who exists.
  AccountId id(String name) {
    return requireNonNull(people.accounts.findByName(name), name).id();
  }

  /// What a good token allows.
  Access access(String token) {
    return requireNonNull(people.tokens.find(token), "the token is not good");
  }

  TestBrowser browser() {
    return new TestBrowser(server);
  }

  @Override
  public void close() {
    server.close();
    town.close();
  }
}
