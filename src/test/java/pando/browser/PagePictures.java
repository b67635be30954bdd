package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.browser.PreparedSite.Member;

/// Pictures of every page and dialog, for people to look at: `./pando test PagePictures` writes
/// them to `target/pictures`; it is none of the tests. `-Dpictures='phone-.*thread'` makes a few
/// alone.
class PagePictures {
  private static final Path FOLDER = Path.of("target", "pictures");
  private static final Pattern WANTED = Pattern.compile(System.getProperty("pictures", ".*"));

  /// The windows in which everything is looked at.
  private static final List<Screen> SCREENS =
      List.of(
          new Screen("phone", 390, 844, ColorScheme.LIGHT, "en-GB"),
          new Screen("phone-dark", 390, 844, ColorScheme.DARK, "en-GB"),
          new Screen("phone-korean", 360, 780, ColorScheme.LIGHT, "ko-KR"),
          new Screen("desktop", 1280, 800, ColorScheme.LIGHT, "en-GB"),
          new Screen("desktop-dark", 1280, 800, ColorScheme.DARK, "en-GB"));

  @RegisterExtension final Chromium chromium = new Chromium();

  private final List<Scene> scenes = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private record Screen(String name, int width, int height, ColorScheme colours, String language) {
    NewContextOptions options() {
      return new NewContextOptions()
          .setViewportSize(width, height)
          .setColorScheme(colours)
          .setLocale(language)
          .setReducedMotion(ReducedMotion.REDUCE);
    }
  }

  /// What is done before a picture is taken.
  ///
  /// @param who signs in; [Member#NOBODY]: a stranger
  private record Scene(String name, Member who, Consumer<Visit> play) {}

  @Test
  void everyPageAndDialogHasAPicture() throws Exception {
    Files.createDirectories(FOLDER);
    try (var site = PreparedSite.open()) {
      reading(site);
      writing(site);
      editing(site);
      waiting();
      own();
      doors();
      moderating(site);
      for (var screen : SCREENS) {
        for (var who : Member.values()) {
          take(site, screen, who);
        }
      }
    }
    assertThat(missing).as("pictures that could not be taken").isEmpty();
  }

  private void take(PreparedSite site, Screen screen, Member who) {
    var wanted =
        scenes.stream()
            .filter(scene -> scene.who == who)
            .filter(scene -> WANTED.matcher(screen.name + "-" + scene.name).find())
            .toList();
    if (wanted.isEmpty()) {
      return;
    }
    var visit = new Visit(chromium.open(site.url(), screen.options()));
    if (who != Member.NOBODY) {
      site.signIn(visit, who);
    }
    for (var scene : wanted) {
      var file = FOLDER.resolve(screen.name + "-" + scene.name + ".png");
      visit.page().setDefaultTimeout(15_000);
      try {
        scene.play.accept(visit);
        settle(visit);
        visit.page().screenshot(new ScreenshotOptions().setPath(file));
      } catch (RuntimeException | AssertionError e) {
        missing.add(file + ": " + e.getMessage());
      }
      visit.page().unrouteAll();
    }
    visit.page().context().close();
  }

  /// Waits for the photos that are in view.
  private static void settle(Visit visit) {
    visit.page().waitForTimeout(300);
    visit.finds(
        """
        [...document.images].every((image) => image.complete || !image.checkVisibility()
          || image.getBoundingClientRect().top > innerHeight)
        """);
    visit.page().waitForTimeout(300);
  }

  private void scene(String name, Member who, Consumer<Visit> play) {
    scenes.add(new Scene(name, who, play));
  }

  private void page(String name, Member who, String path, String until) {
    scene(name, who, visit -> visit.goes(path).sees(until));
  }

  private void reading(PreparedSite site) {
    page("welcome", Member.NOBODY, "/", ".tile img");
    page("explore", Member.NOBODY, "/explore", ".tile img");
    page("settings-stranger", Member.NOBODY, "/settings", ".settings");
    page("nowhere", Member.NOBODY, "/@nobody_here", "h1");
    page("home", Member.GUEST, "/", ".post img");
    scene(
        "album",
        Member.GUEST,
        visit -> {
          var album = visit.goes("/@mateo").clicks(".tabs button:last-child").sees(".post").page();
          album.locator(".album:not(.of-1)").first().scrollIntoViewIfNeeded();
        });
    page("tag", Member.GUEST, "/tags/mountains", ".tile img");
    page("thread", Member.GUEST, site.talked(), ".post.main");
    page("reactions", Member.GUEST, site.talked() + "/favourites", ".people li");
    page("profile", Member.GUEST, "/@mira", ".tile img");
    page("profile-own", Member.GUEST, "/@robin", "pando-profile h1");
    scene(
        "profile-posts",
        Member.GUEST,
        visit -> visit.goes("/@mira").clicks(".tabs button:last-child").sees(".post"));
    page("followers", Member.GUEST, "/@mira/followers", ".people li");
    page("search", Member.GUEST, "/search", "input");
    page("search-found", Member.GUEST, "/search?q=mi", ".people li");
    page("search-nothing", Member.GUEST, "/search?q=qqqqq", ".empty");
    page("notifications", Member.GUEST, "/notifications", ".notifications li");
    page("bookmarks", Member.GUEST, "/bookmarks", "pando-feed");
    scene(
        "viewer",
        Member.GUEST,
        visit -> visit.goes(site.talked()).clicks(".album .frame").sees(".viewer[open]"));
    scene("shortcuts", Member.GUEST, visit -> visit.goes("/").sees(".post").presses("?"));
    scene(
        "focus", Member.GUEST, visit -> visit.goes("/").sees(".post").presses("Tab", "Tab", "Tab"));
    scene("menu", Member.GUEST, visit -> visit.goes(site.talked()).clicks(".main .menu button"));
    scene(
        "sensitive", Member.GUEST, visit -> visit.goes(site.covered()).sees(".post.main .warning"));
    scene(
        "report",
        Member.GUEST,
        visit ->
            visit
                .goes(site.talked())
                .clicks(".main .menu button")
                .clicks(".menu li:last-child button")
                .sees(".report li"));
    scene(
        "notice",
        Member.GUEST,
        visit -> {
          visit.goes("/").sees(".post").page().route("**/favourite", Route::abort);
          visit.clicks(".action.favourite").sees(".notice.fault");
        });
  }

  private void writing(PreparedSite site) {
    page("composer", Member.GUEST, "/new", ".drop");
    scene("composer-photos", Member.GUEST, visit -> upload(visit, site).sees("li.ready >> nth=2"));
    scene(
        "composer-sending",
        Member.GUEST,
        visit -> {
          visit.page().route("**/api/v2/media", route -> {});
          upload(visit, site).sees(".uploads progress");
        });
    scene(
        "composer-failed",
        Member.GUEST,
        visit -> {
          var answer = new FulfillOptions().setStatus(422).setContentType("application/json");
          answer.setBody("{\"error\": \"This file is no photo that can be read\"}");
          visit.page().route("**/api/v2/media", route -> route.fulfill(answer));
          upload(visit, site).sees(".uploads .fault");
        });
  }

  /// Begins a post with three photos.
  private static Visit upload(Visit visit, PreparedSite site) {
    forget(visit);
    var photos = site.photos().toArray(Path[]::new);
    visit.goes("/new").page().locator(".drop input").setInputFiles(photos);
    return visit.writes("textarea.words", "Three from this morning #mountains");
  }

  private static void forget(Visit visit) {
    visit
        .page()
        .evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('pando.draft'))"
                + ".forEach((key) => localStorage.removeItem(key))");
  }

  private void editing(PreparedSite site) {
    for (var tool = 1; tool <= 5; tool++) {
      var button = ".editor .tools button:nth-child(%d)".formatted(tool);
      scene(
          "editor-" + tool,
          Member.GUEST,
          visit ->
              upload(visit, site)
                  .clicks(".uploads li.ready .edit")
                  .sees(".editor .cropper-crop-box")
                  .clicks(button));
    }
    scene(
        "edit",
        Member.OLAF,
        visit ->
            visit
                .goes(site.edited())
                .clicks(".main .menu button")
                .clicks(".menu li:nth-child(3) button")
                .sees(".sheet textarea"));
    scene(
        "history",
        Member.OLAF,
        visit -> visit.goes(site.edited()).clicks(".main .edited").sees(".versions li"));
  }

  /// While it loads, and when it cannot.
  private void waiting() {
    for (var path : List.of("/", "/explore", "/@mira", "/@mira/followers", "/notifications")) {
      var name = path.equals("/") ? "home" : path.replaceAll("\\W+", "-").replaceFirst("^-", "");
      scene(
          "loading-" + name,
          Member.NINA,
          visit -> {
            visit.page().route(Pattern.compile("/api/v1/(time|acc|not)"), PagePictures::hang);
            visit.goes(path).sees("main");
          });
      scene(
          "failing-" + name,
          Member.NINA,
          visit -> {
            visit.page().route(Pattern.compile("/api/v1/(time|acc|not)"), PagePictures::fail);
            visit.goes(path).sees("main");
          });
    }
    page("empty-home", Member.NINA, "/", ".end p");
    page("empty-notifications", Member.NINA, "/notifications", ".end p");
    page("empty-bookmarks", Member.NINA, "/bookmarks", ".end p");
    page("empty-profile", Member.NINA, "/@nina", ".end p");
    page("empty-followers", Member.NINA, "/@nina/followers", ".end p");
    page("empty-tag", Member.NINA, "/tags/nothing", ".end p");
    page("offline", Member.NOBODY, "/offline", ".offline");
  }

  private static boolean isOwn(Route route) {
    return route.request().url().contains("verify_credentials");
  }

  private static void hang(Route route) {
    if (isOwn(route)) {
      route.resume();
    }
  }

  private static void fail(Route route) {
    if (isOwn(route)) {
      route.resume();
    } else {
      route.abort();
    }
  }

  private void own() {
    page("settings", Member.GUEST, "/settings", ".settings");
    scene(
        "settings-below",
        Member.GUEST,
        visit -> visit.goes("/settings").page().locator("#account").scrollIntoViewIfNeeded());
    page("account", Member.GUEST, "/auth/account", "main");
    page("password", Member.GUEST, "/auth/account/password", "main");
    page("archive", Member.GUEST, "/auth/account/archive", "main");
    page("delete", Member.GUEST, "/auth/account/delete", "main");
    page("consent", Member.GUEST, PreparedSite.CONSENT, "main");
  }

  private void doors() {
    page("sign-in", Member.NOBODY, "/auth/sign_in", "#login");
    page("sign-up", Member.NOBODY, "/auth/sign_up", "#username");
    page("about", Member.NOBODY, "/about", "main");
    scene(
        "sign-in-wrong",
        Member.NOBODY,
        visit ->
            visit
                .goes("/auth/sign_in")
                .writes("#login", "robin")
                .writes("#password", "wrong")
                .clicks("button[type=submit]")
                .sees(".error"));
  }

  private void moderating(PreparedSite site) {
    page("admin-door", Member.NOA, "/admin", ".door button");
    scene("admin-reports", Member.NOA, visit -> site.enter(visit).sees(".reports a"));
    scene(
        "admin-report",
        Member.NOA,
        visit -> site.enter(visit).clicks(".reports a").sees(".reported"));
    scene("admin-act", Member.NOA, visit -> visit.clicks(".reported button.bad").sees(".sheet"));
    scene(
        "admin-people",
        Member.NOA,
        visit -> site.enter(visit).clicks(".admin nav a:last-child").sees(".accounts tbody a"));
    scene(
        "admin-person",
        Member.NOA,
        visit -> visit.clicks(".accounts a[href*='/admin/people']").sees(".person-page h1"));
  }
}
