package pando.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import pando.main.TestPando;

/// What somebody does on the site in a window of [Chromium]. Everything waits until it can be done.
///
/// @param page the window, for what has no word here
record Visit(Page page) {
  Visit goes(String path) {
    page.navigate(path);
    return this;
  }

  /// Signs in by the page for it, and comes back to the app.
  Visit signsIn(String name) {
    goes("/notifications");
    page.locator("#login").fill(name);
    page.locator("#password").fill(TestPando.PASSWORD);
    page.locator("button[type=submit]").click();
    assertThat(page.locator("a.entry.self")).isVisible();
    return this;
  }

  /// Writes a post, and sees it.
  Visit posts(String text) {
    clicks("a.entry.new").writes("textarea.words", text).clicks(".ending button[type=submit]");
    return reads(text);
  }

  Visit clicks(String selector) {
    page.locator(selector).first().click();
    return this;
  }

  Visit writes(String selector, String text) {
    page.locator(selector).first().fill(text);
    return this;
  }

  Visit presses(String... keys) {
    for (var key : keys) {
      page.keyboard().press(key);
    }
    return this;
  }

  /// Waits until a selector finds something that can be seen.
  Visit sees(String selector) {
    assertThat(page.locator(selector).first()).isVisible();
    return this;
  }

  /// Waits until a text is on the page.
  Visit reads(String text) {
    assertThat(page.getByText(text).filter(new Locator.FilterOptions().setVisible(true)).first())
        .isVisible();
    return this;
  }

  /// Waits until something is said to those who do not see the page.
  Visit hears(String text) {
    assertThat(page.locator("[role=status]").filter(new Locator.FilterOptions().setHasText(text)))
        .hasCount(1);
    return this;
  }

  /// Waits until the address ends like this.
  Visit isAt(String path) {
    page.waitForURL(url -> url.endsWith(path));
    return this;
  }

  /// Waits until something holds.
  ///
  /// @param condition in JavaScript
  Visit finds(String condition) {
    page.waitForCondition(() -> holds(condition));
    return this;
  }

  /// Asked from here: what waits in the page is refused by its policy (no eval).
  private boolean holds(String condition) {
    return Boolean.TRUE.equals(page.evaluate("Boolean(%s)".formatted(condition)));
  }

  /// What can be read on the page now.
  String text() {
    return page.locator("body").innerText();
  }
}
