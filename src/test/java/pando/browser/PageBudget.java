package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Report;
import pando.main.RunningPando;

/// What the first visit of a phone costs on a mobile line, beside what it may cost. `./pando bench
/// page` runs it; it is none of the tests.
///
/// The site is `pando up --demo` in a process of its own, and HAProxy before it, as people reach a
/// site: TLS and HTTP/2. Each round is a new browser with nothing kept.
class PageBudget {
  private static final int ROUNDS = 5;

  /// WebPageTest's "4G": 9 Mbit/s both ways, 170 ms there and back.
  private static final JsonObject LINE = new JsonObject();

  static {
    LINE.addProperty("offline", false);
    LINE.addProperty("latency", 170); // milliseconds
    LINE.addProperty("downloadThroughput", 9_000_000 / 8); // bytes a second
    LINE.addProperty("uploadThroughput", 9_000_000 / 8);
  }

  /// The bytes of scripts that came over the line.
  private static final String SCRIPTS =
      """
      performance.getEntriesByType("resource")
        .filter((entry) => entry.name.endsWith(".js"))
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
      """;

  /// Keeps what the browser measures: the paints, the shifts and how long it took to answer.
  private static final String OBSERVE =
      """
      window.budget = { largest: 0, shift: 0, answer: 0 };
      const observe = (type, note, more) =>
        new PerformanceObserver((list) => list.getEntries().forEach(note))
          .observe({ type, buffered: true, ...more });
      observe("largest-contentful-paint", (entry) => {
        budget.largest = entry.startTime;
        budget.photo = entry.url;
      });
      observe("layout-shift", (entry) => {
        if (!entry.hadRecentInput) budget.shift += entry.value;
      });
      observe("event", (entry) => {
        if (entry.interactionId) budget.answer = Math.max(budget.answer, entry.duration);
      }, { durationThreshold: 16 });
      """;

  @TempDir private static Path folder;

  @RegisterExtension final Chromium chromium = new Chromium();

  private final List<Double> strangers = new ArrayList<>();
  private final List<Double> members = new ArrayList<>();
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> shifts = new ArrayList<>();
  private final List<Double> scripts = new ArrayList<>();
  private final List<Double> answers = new ArrayList<>();

  @Test
  void theFirstVisitOfAPhoneIsWithinTheBudget() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var edge = TlsFront.prepare(folder);
        var pando = RunningPando.up(edge.data(), "--demo", "--port", edge.port())) {
      edge.start();
      var guest = pando.guest();
      var cookies = signIn(edge, guest);
      for (var round = 0; round < ROUNDS; round++) {
        visit(edge, null, strangers);
        visit(edge, cookies, members);
      }
    }
    var report = new Report("page", figures(), Instant.now());
    report.print(System.out);
    assertThat(report.figures()).allMatch(Figure::isMet);
  }

  private List<Figure> figures() {
    return List.of(
        Figure.less("largest photo, a stranger's", "ms", strangers)
            .beside("page of the photo alone", bare)
            .with(new Goal.Value(1_500)),
        Figure.less("largest photo, home feed", "ms", members)
            .beside("page of the photo alone", bare)
            .with(new Goal.Value(1_500)),
        Figure.less("scripts, compressed", "KB", scripts).with(new Goal.Value(120)),
        Figure.less("layout shift", "", shifts).with(new Goal.Value(0.05)),
        Figure.less("slowest answer to a person", "ms", answers).with(new Goal.Value(100)));
  }

  private String signIn(TlsFront edge, RunningPando.Guest guest) {
    var page = chromium.open(edge.url(), phone());
    page.navigate("/auth/sign_in");
    page.locator("#login").fill(guest.name());
    page.locator("#password").fill(guest.password());
    page.locator("button[type=submit]").click();
    page.waitForURL("**/");
    page.locator(".welcome, .post").first().waitFor();
    var kept = page.context().storageState();
    page.context().close();
    return kept;
  }

  private static NewContextOptions phone() {
    return new NewContextOptions()
        .setIgnoreHTTPSErrors(true)
        .setViewportSize(412, 915)
        .setDeviceScaleFactor(2.625)
        .setIsMobile(true)
        .setHasTouch(true);
  }

  private void visit(TlsFront edge, @Nullable String kept, List<Double> largest) {
    var page = chromium.open(edge.url(), phone().setStorageState(kept));
    page.addInitScript(OBSERVE);
    slow(page);
    page.navigate("/");
    settle(page);
    largest.add(number(page, "budget.largest"));
    var photo = page.evaluate("budget.photo").toString();
    assertThat(photo).as("the largest is a photo").contains("/media/");
    scripts.add(number(page, SCRIPTS) / 1_000);
    use(page);
    shifts.add(number(page, "budget.shift"));
    answers.add(number(page, "budget.answer"));
    page.context().close();

    var alone = chromium.open(edge.url(), phone());
    alone.addInitScript(OBSERVE);
    slow(alone);
    alone.route("**/alone", route -> route.fulfill(alone(photo)));
    alone.navigate("/alone");
    settle(alone);
    bare.add(number(alone, "budget.largest"));
    alone.context().close();
  }

  private static FulfillOptions alone(String photo) {
    return new FulfillOptions()
        .setContentType("text/html")
        .setBody("<!doctype html><title>Alone</title><img src='%s' width=400>".formatted(photo));
  }

  private static void slow(Page page) {
    var line = page.context().newCDPSession(page);
    line.send("Network.enable");
    line.send("Network.emulateNetworkConditions", LINE);
  }

  /// Waits until a photo is painted and nothing is loaded any more.
  private static void settle(Page page) {
    page.waitForCondition(() -> page.evaluate("budget.photo") != null);
    page.waitForLoadState(
        LoadState.NETWORKIDLE, new Page.WaitForLoadStateOptions().setTimeout(20_000));
  }

  /// Does what people do first: opens a photo, and goes on to another page.
  private static void use(Page page) {
    page.locator("pando-feed :is(a.tile, .album button)").first().click();
    page.locator("pando-thread, dialog.viewer[open]").first().waitFor();
    page.keyboard().press("Escape");
    page.locator("a[href='/explore']").first().click();
    page.waitForURL("**/explore");
    page.locator("pando-feed .tile img").first().waitFor();
  }

  private static double number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }
}
