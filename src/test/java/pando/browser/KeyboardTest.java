package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.bench.Scene;
import pando.main.TestPando;

/// Somebody who has no mouse.
@Tag("slow")
class KeyboardTest {
  /// More stops than a page of this test has.
  private static final int MAX_STOPS = 60;

  /// Whether one sees where the focus is. Headings and the page take it when another page is shown,
  /// and are no controls.
  private static final String SEES_FOCUS =
      """
      () => {
        const at = document.activeElement;
        if (!at || at === document.body) return "nothing has the focus";
        if (at.matches("main, h1")) return "";
        const isMarked = (it) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
          return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
        };
        const shown = [at, at.closest("label"), at.closest("form")].filter(Boolean);
        if (!shown.some(isMarked)) return `the focus is not seen on ${at.outerHTML}`;
        const { top, bottom } = at.getBoundingClientRect();
        return bottom > 0 && top < innerHeight ? "" : `the focus is out of sight: ${at.outerHTML}`;
      }
      """;

  @TempDir private static Path folder;
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void keysAloneAreEnoughFromSigningInToDeletingAPost() throws IOException {
    var photo = Files.write(folder.resolve("lake.jpg"), Scene.jpeg(900, 600, 0.8f));
    site.signUp("ana");
    var ana = new Visit(chromium.open(site.url())).goes("/notifications").sees("#login");
    signIn(ana);

    goTo(ana, "a.entry.new", "Tab").presses("Enter").sees(".drop");
    assertFocus(ana);
    goTo(ana, ".drop input", "Tab").page().locator(".drop input").setInputFiles(photo);
    ana.sees(".uploads li.ready");
    goTo(ana, ".uploads textarea", "Tab").page().keyboard().type("A lake at dawn");
    goTo(ana, "textarea.words", "Tab").page().keyboard().type("Before the others wake");
    goTo(ana, ".ending button[type=submit]", "Tab").presses("Enter");
    ana.hears("Your post is out").reads("Before the others wake");
    assertFocus(ana);

    goTo(ana, ".action.favourite", "Tab").presses("Space");
    ana.sees(".action.favourite[aria-pressed=true]");
    assertThat(isOn(ana, ".action.favourite")).as("stays on the heart").isTrue();
    goTo(ana, ".post .time", "Shift+Tab").presses("Enter").sees(".post.main");
    assertFocus(ana);

    look(ana);
    reply(ana);
    delete(ana);
  }

  private static void signIn(Visit ana) {
    assertThat(isOn(ana, "#login")).as("begins where one writes").isTrue();
    ana.page().keyboard().type("ana");
    goTo(ana, "#password", "Tab").page().keyboard().type(TestPando.PASSWORD);
    ana.presses("Enter").sees("a.entry.self");
  }

  private static void look(Visit ana) {
    goTo(ana, ".main .album .frame", "Tab").presses("Enter").sees(".viewer[open] img");
    assertFocus(ana);
    ana.presses("+").sees(".viewer .zoomed").presses("Escape");
    ana.finds("!document.querySelector('dialog[open]')");
    assertThat(isOn(ana, ".main .album .frame")).as("comes back to the photo").isTrue();
  }

  private static void reply(Visit ana) {
    goTo(ana, ".composer .words", "Tab").page().keyboard().type("And it was cold");
    goTo(ana, ".ending button[type=submit]", "Tab").presses("Space");
    ana.hears("Your post is out").reads("And it was cold");
    assertFocus(ana);
  }

  private static void delete(Visit ana) {
    goTo(ana, ".main .menu > button", "Shift+Tab").presses("Enter").sees(".menu li");
    ana.presses("Escape").finds("!document.querySelector('.menu li')");
    assertThat(isOn(ana, ".main .menu > button")).as("comes back to the button").isTrue();
    ana.presses("Enter", "ArrowDown", "ArrowDown", "ArrowDown");
    assertThat(isOn(ana, ".menu li:last-child button")).as("is on the last choice").isTrue();
    assertFocus(ana);
    ana.page().onceDialog(question -> question.accept());
    ana.presses("Enter").hears("The post is deleted").isAt("/");
    ana.finds("document.activeElement !== document.body");
    assertFocus(ana);
  }

  @Test
  void theFocusGoesOnWhenAPostIsDeletedFromAFeed() {
    var ben = site.signUp("ben");
    for (var words : new String[] {"Third", "Second", "First"}) {
      ben.posts(words);
    }
    var visit = new Visit(chromium.open(site.url())).signsIn("ben").goes("/").reads("Third");
    visit.page().onDialog(question -> question.accept());

    goTo(visit, "article:has(.text) .menu > button", "Tab").presses("Enter", "ArrowUp", "Enter");
    visit
        .hears("The post is deleted")
        .finds("!document.querySelector('main').innerText.includes('First')");
    visit.finds("document.activeElement.innerText?.includes('Second')");
    assertFocus(visit);
  }

  /// Presses Tab until the focus is where it is wanted, and looks at each stop.
  ///
  /// @param key Tab or Shift+Tab
  private static Visit goTo(Visit visit, String selector, String key) {
    visit.sees(selector.contains("input") ? "body" : selector);
    for (var stop = 0; stop < MAX_STOPS; stop++) {
      if (isOn(visit, selector)) {
        return visit;
      }
      visit.presses(key);
      if (!isOnBrowser(visit)) {
        assertFocus(visit);
      }
    }
    throw new AssertionError("cannot be reached by " + key + ": " + selector);
  }

  private static boolean isOn(Visit visit, String selector) {
    var page = visit.page();
    return Boolean.TRUE.equals(
        page.evaluate("(selector) => document.activeElement.matches(selector)", selector));
  }

  /// After its last stop the page hands the focus to the browser itself.
  private static boolean isOnBrowser(Visit visit) {
    return Boolean.TRUE.equals(
        visit.page().evaluate("document.activeElement === document.body && !document.hasFocus()"));
  }

  private static void assertFocus(Visit visit) {
    assertThat(visit.page().evaluate(SEES_FOCUS)).isEqualTo("");
  }
}
