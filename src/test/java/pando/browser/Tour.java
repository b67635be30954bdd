package pando.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import pando.accounts.Account.Role;
import pando.bench.Scene;
import pando.main.TestClient;
import pando.main.TestPando;

/// Every page and dialog of a small site, one after another, for tests that hold all of them to
/// something.
final class Tour implements AutoCloseable {
  private static final String UNCONFIRM = "update logins set confirmed_at = null where email = ?";

  /// As if mails were sent with links to a new password and to confirm a new address.
  private static final String MAIL =
      """
      update logins set reset_hash = sha256(?::bytea), reset_at = now(),
             new_email = 'una@example.com', new_email_hash = sha256(?::bytea), new_email_at = now()
       where email = ?
      """;

  /// What such a link proves.
  private static final String SECRET = "c".repeat(43);

  private static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  /// Who is shown around. Una has not confirmed her address, Nina has nothing yet, Noa is an
  /// administrator.
  enum Guest {
    NOBODY,
    ANA,
    NINA,
    NOA,
    UNA
  }

  /// A page or a dialog.
  ///
  /// @param way how one comes there, and what is to be seen then. It may begin where the one before
  ///   it ended
  record Place(String name, Guest guest, Consumer<Visit> way) {}

  private final TestPando site = TestPando.working();
  private final List<Place> places = new ArrayList<>();
  private final Path photo;
  private final String mountain;
  private final String edited;
  private final String covered;
  private final String link;

  /// @param folder for the photos that are added
  Tour(Path folder) {
    var picture = Scene.jpeg(900, 600, 0.8f);
    try {
      photo = Files.write(folder.resolve("mountain.jpg"), picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var ana = site.signUp("ana");
    var ben = site.signUp("ben");
    site.signUp("noa", Role.ADMIN, Set.of("read"));
    var una = site.signUp("una");
    site.overwrite(una, MAIL, SECRET, SECRET, "una@example.org");
    site.overwrite(una, UNCONFIRM, "una@example.org");
    link = una.id().value() + "." + SECRET;
    site.signUp("nina");
    ana.follows(ben);
    ben.follows(ana);
    mountain = ben.posts("A mountain #dawn", "public", ben.uploads(picture), ben.uploads(picture));
    var post = new HashMap<String, Object>(Map.of("status", "Buy cheap watches"));
    post.putAll(Map.of("spoiler_text", "Watches", "sensitive", true));
    post.put("media_ids", List.of(ben.uploads(picture)));
    covered = ben.client().post("/api/v1/statuses", post).ok().get("id").asString();
    var lake = ana.uploads(picture);
    edited = ana.posts("A lake in teh morning", "public", lake);
    var better = Map.of("status", "A lake in the morning", "media_ids", List.of(lake));
    ana.client().send("PUT", "/api/v1/statuses/" + edited, better).ok();
    ana.replies(mountain, "How high is it?");
    for (var action : List.of("favourite", "reblog", "bookmark")) {
      ana.does(action, mountain);
      ben.does(action, edited);
    }
    report(ana.client(), ben.id().value());
    reading();
    writing();
    own();
    doors();
    moderating();
  }

  private void report(TestClient ana, long ben) {
    ana.post(
            "/api/v1/reports",
            Map.of(
                "account_id",
                Long.toString(ben),
                "status_ids",
                List.of(covered, mountain),
                "category",
                "spam",
                "comment",
                "The third time today"))
        .ok();
  }

  URI url() {
    return site.url();
  }

  TestPando site() {
    return site;
  }

  List<Place> places(Guest guest) {
    return places.stream().filter(place -> place.guest == guest).toList();
  }

  /// Signs a guest in.
  Visit begin(Visit visit, Guest guest) {
    return switch (guest) {
      case NOBODY -> visit;
      case UNA -> signIn(visit, guest).isAt("/auth/confirmation");
      case ANA, NINA, NOA -> signIn(visit, guest).sees("a.entry.self");
    };
  }

  private static Visit signIn(Visit visit, Guest guest) {
    visit.goes("/notifications").writes("#login", guest.name().toLowerCase(Locale.ROOT));
    return visit.writes("#password", TestPando.PASSWORD).clicks("button[type=submit]");
  }

  private void add(String name, Guest guest, Consumer<Visit> way) {
    places.add(new Place(name, guest, way));
  }

  private void page(Guest guest, String path, String until) {
    add(guest + " " + path, guest, visit -> visit.goes(path).sees(until));
  }

  private void reading() {
    page(Guest.NOBODY, "/", ".tile img");
    page(Guest.NOBODY, "/explore", ".tile img");
    page(Guest.NOBODY, "/search", "input");
    page(Guest.NOBODY, "/settings", ".settings");
    page(Guest.NOBODY, "/@ben", ".tile img");
    page(Guest.NOBODY, "/@ben/" + mountain, ".post .post, pando-post + pando-post, h2");
    page(Guest.NOBODY, "/@nobody_here", "h1");
    page(Guest.NOBODY, "/offline", "h1:visible");
    page(Guest.ANA, "/", ".post img");
    page(Guest.ANA, "/tags/dawn", ".tile img");
    page(Guest.ANA, "/@ben/" + mountain, ".thread h2");
    page(Guest.ANA, "/@ben/" + covered, ".post.main .warning");
    page(Guest.ANA, "/@ben/" + mountain + "/favourites", ".people li");
    page(Guest.ANA, "/@ben/" + mountain + "/boosts", ".people li");
    page(Guest.ANA, "/@ana", ".tile img");
    page(Guest.ANA, "/@ben", ".tile img");
    add("posts", Guest.ANA, visit -> visit.clicks(".tabs button:last-child").sees(".post"));
    page(Guest.ANA, "/@ben/followers", ".people li");
    page(Guest.ANA, "/@ben/following", ".people li");
    page(Guest.ANA, "/search?q=dawn", ".tags a");
    page(Guest.ANA, "/search?q=qqqqq", ".empty");
    page(Guest.ANA, "/notifications", ".notifications li");
    page(Guest.ANA, "/bookmarks", ".post");
    page(Guest.ANA, "/favourites", ".post");
    for (var path : List.of("/", "/notifications", "/bookmarks", "/@nina", "/@nina/followers")) {
      page(Guest.NINA, path, ".end p");
    }
    add(
        "viewer",
        Guest.ANA,
        visit -> visit.goes("/@ben/" + mountain).clicks(".album .frame").sees(".viewer[open] img"));
    add("menu", Guest.ANA, visit -> visit.goes("/@ben/" + mountain).clicks(".main .menu button"));
    add(
        "report",
        Guest.ANA,
        visit -> visit.clicks(".main .menu li:last-child button").sees(".report li"));
    add(
        "reported",
        Guest.ANA,
        visit -> visit.clicks("input[value=other]").clicks(".report [type=submit]").sees(".sent"));
    add(
        "shortcuts",
        Guest.ANA,
        visit -> visit.goes("/").sees(".post").presses("?").sees(".sheet kbd"));
    add(
        "failure",
        Guest.NINA,
        visit -> {
          visit.page().route("**/api/v1/timelines/home*", route -> route.abort());
          visit.goes("/").sees(".end button").page().unrouteAll();
        });
  }

  private void writing() {
    page(Guest.ANA, "/new", ".drop");
    add(
        "composer",
        Guest.ANA,
        visit -> {
          visit.page().locator(".drop input").setInputFiles(photo);
          visit.sees(".uploads li.ready").clicks(".ending button[type=submit]").sees(".reminder");
        });
    add("crop", Guest.ANA, visit -> visit.clicks(".uploads .edit").sees(".editor .cropper-face"));
    for (var tool = 2; tool <= 5; tool++) {
      var button = ".editor .tools button:nth-child(%d)".formatted(tool);
      add(
          "tool " + tool,
          Guest.ANA,
          visit -> visit.clicks(button).sees(button + "[aria-pressed=true]"));
    }
    add(
        "edit",
        Guest.ANA,
        visit ->
            visit
                .goes("/@ana/" + edited)
                .clicks(".main .menu button")
                .clicks(".menu li:nth-child(3) button")
                .sees(".sheet textarea"));
    add(
        "history",
        Guest.ANA,
        visit -> visit.goes("/@ana/" + edited).clicks(".main .edited").sees(".versions li"));
  }

  private void own() {
    page(Guest.ANA, "/settings", ".settings form");
    for (var path : List.of("", "/password", "/email", "/archive", "/delete")) {
      page(Guest.ANA, "/auth/account" + path, "main");
    }
    page(Guest.ANA, "/auth/sign_out", "main");
    var asked =
        "/oauth/authorize?response_type=code&scope=read+write&redirect_uri=%s&client_id=%s"
            .formatted(OUT_OF_BAND, site.registeredApp().clientId());
    add("code", Guest.ANA, visit -> visit.goes(asked).sees("#code"));
    add(
        "consent",
        Guest.ANA,
        visit -> visit.goes(asked + "&force_login=true").sees("button[value=allow]"));
    page(Guest.UNA, "/auth/confirmation", "main button");
  }

  private void doors() {
    page(Guest.NOBODY, "/auth/sign_in", "#login");
    add(
        "sign-in wrong",
        Guest.NOBODY,
        visit ->
            visit
                .writes("#login", "ana")
                .writes("#password", "wrong")
                .clicks("button[type=submit]")
                .sees(".error"));
    page(Guest.NOBODY, "/auth/sign_up", "#username");
    add(
        "sign-up wrong",
        Guest.NOBODY,
        visit ->
            visit
                .writes("#username", "ana")
                .writes("#email", "ana@example.org")
                .writes("#password", "password")
                .clicks("#agreement")
                .clicks("button[type=submit]")
                .sees(".error"));
    page(Guest.NOBODY, "/auth/confirmation?confirmation_token=of-a-mail", "main button");
    page(Guest.NOBODY, "/auth/password/forgotten", "main");
    page(Guest.NOBODY, "/auth/password/new?reset_token=spent", "main a.button");
    page(Guest.NOBODY, "/auth/password/new?reset_token=" + link, "#password");
    page(Guest.NOBODY, "/auth/account/email/confirm?email_token=" + link, "main button");
    page(Guest.NOBODY, "/about", "main");
  }

  private void moderating() {
    page(Guest.NOA, "/admin", ".door button");
    add(
        "the password of a moderator",
        Guest.NOA,
        visit -> visit.clicks(".door button").sees("#password"));
    add(
        "reports",
        Guest.NOA,
        visit ->
            visit
                .writes("#password", TestPando.PASSWORD)
                .clicks("button[value=allow]")
                .clicks(".admin nav a")
                .sees(".reports a"));
    add("a report", Guest.NOA, visit -> visit.clicks(".reports a").sees(".reported"));
    add("an act", Guest.NOA, visit -> visit.clicks(".reported button.bad").sees(".sheet textarea"));
    add(
        "people of moderators",
        Guest.NOA,
        visit ->
            visit.presses("Escape").clicks(".admin nav a:last-child").sees(".accounts tbody a"));
    add(
        "a person of moderators",
        Guest.NOA,
        visit -> visit.clicks(".accounts a[href*='/admin/people']").sees(".person-page h1"));
  }

  @Override
  public void close() {
    site.close();
  }
}
