package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.browser.Tour.Guest;

/// Nothing keeps people out who do not see well or have no mouse, as far as a program can tell: axe
/// looks at every page and dialog, in both languages and in both looks.
@Tag("slow")
class BarriersTest {
  private static final Map<String, Object> ALL =
      choice("tag", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa");

  /// What depends on the look.
  private static final Map<String, Object> COLOURS = choice("rule", "color-contrast");

  private static final String LOOK =
      """
      async (choice) => {
        const { violations } = await axe.run(document, { ...choice, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
      }
      """;

  private static final String PLANT =
      """
      () => {
        const words = document.createElement("p");
        words.textContent = "Hard to read";
        words.style.color = "#aaa";
        words.style.background = "#fff";
        const photo = document.createElement("img");
        photo.src = "/assets/avatar.png";
        document.querySelector("main").append(words, photo);
      }
      """;

  private static final String DIALOGS =
      "[...document.querySelectorAll('dialog[open]')].map((it) => it.parentElement.localName)";

  /// Answers of GET that are no page of ours.
  private static final Pattern NO_PAGE =
      Pattern.compile(
          "/(api|assets|media|nodeinfo|\\.well-known)/.*"
              + "|/oauth/userinfo|/[\\w.-]*\\.\\w+|/health.*");

  private static final Path WEB = Path.of("src", "main", "resources", "web");

  @TempDir private static Path folder;
  private static Tour tour;
  private static String axe;

  @RegisterExtension final Chromium chromium = new Chromium();

  /// Where one has been, and the dialogs that were open.
  private final Set<String> paths = new TreeSet<>();

  private final Set<String> dialogs = new TreeSet<>();

  @BeforeAll
  static void start() throws IOException {
    tour = new Tour(folder);
    try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() {
    tour.close();
  }

  private static Map<String, Object> choice(String type, String... values) {
    return Map.of("runOnly", Map.of("type", type, "values", List.of(values)));
  }

  @Test
  void noPageAndNoDialogShutsAnybodyOut() throws IOException {
    var barriers = new ArrayList<String>();
    for (var guest : Guest.values()) {
      barriers.addAll(walk(guest, new NewContextOptions().setLocale("en-GB")));
    }
    assertThat(barriers).isEmpty();
    assertEverythingWasSeen();
  }

  @Test
  void noneDoesInKoreanOnAPhone() {
    var phone = new NewContextOptions().setLocale("ko-KR").setViewportSize(390, 844);
    var barriers = new ArrayList<String>();
    for (var guest : Guest.values()) {
      barriers.addAll(walk(guest, phone));
    }
    assertThat(barriers).isEmpty();
  }

  @Test
  void aBarrierIsFound() {
    var page = new Visit(chromium.open(tour.url())).goes("/explore").sees(".tile img").page();
    page.evaluate(PLANT);

    assertThat(look(page, ALL))
        .anyMatch(barrier -> barrier.startsWith("image-alt"))
        .anyMatch(barrier -> barrier.startsWith("color-contrast"));
  }

  private List<String> walk(Guest guest, NewContextOptions window) {
    var barriers = new ArrayList<String>();
    var visit = new Visit(chromium.open(tour.url(), window.setReducedMotion(ReducedMotion.REDUCE)));
    tour.begin(visit, guest);
    for (var place : tour.places(guest)) {
      place.way().accept(visit);
      visit.finds("!document.querySelector('[aria-busy=true], .ghost')");
      var page = visit.page();
      for (var barrier : look(page, ALL)) {
        barriers.add(place.name() + ", light: " + barrier);
      }
      page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      for (var barrier : look(page, COLOURS)) {
        barriers.add(place.name() + ", dark: " + barrier);
      }
      page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      paths.add((String) page.evaluate("location.pathname"));
      dialogs.addAll(texts(page.evaluate(DIALOGS)));
    }
    return barriers;
  }

  private static List<String> look(Page page, Map<String, Object> choice) {
    if (page.evaluate("typeof axe").equals("undefined")) {
      page.evaluate(axe);
    }
    return texts(page.evaluate(LOOK, choice));
  }

  private static List<String> texts(Object values) {
    return ((List<?>) values).stream().map(String::valueOf).toList();
  }

  /// Holds the tour to the addresses that the site and the app know, and to the dialogs of the app.
  private void assertEverythingWasSeen() throws IOException {
    var known =
        tour.site().endpoints().stream()
            .filter(endpoint -> endpoint.method().equals("GET"))
            .map(endpoint -> endpoint.pattern())
            .filter(path -> !NO_PAGE.matcher(path).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    var script = Files.readString(WEB.resolve("shell/pages.js"));
    Pattern.compile("^  \"(/.*)\": \\(\\) =>", Pattern.MULTILINE)
        .matcher(script)
        .results()
        .forEach(path -> known.add(path.group(1)));
    assertThat(known).as("addresses").contains("/", "/new", "/auth/sign_in").allSatisfy(this::saw);
    assertThat(dialogs).as("dialogs").containsAll(knownDialogs());
  }

  private void saw(String pattern) {
    var path = Pattern.compile(pattern.replaceAll("\\{\\w+}", "[^/]+"));
    assertThat(paths).as(pattern).anyMatch(it -> path.matcher(it).matches());
  }

  /// The elements that are a dialog, by the modules that define them.
  private static Set<String> knownDialogs() throws IOException {
    var known = new TreeSet<String>();
    try (var files = Files.walk(WEB)) {
      for (var file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
        var script = Files.readString(file);
        if (script.contains("extends Dialog") || script.contains("html`<dialog\n")) {
          Pattern.compile("customElements\\.define\\(\"([\\w-]+)\"")
              .matcher(script)
              .results()
              .forEach(name -> known.add(name.group(1)));
        }
      }
    }
    assertThat(known).contains("pando-viewer", "pando-report");
    return known;
  }
}
