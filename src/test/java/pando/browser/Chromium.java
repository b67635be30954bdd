package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import pando.Programs;

/// The system's Chromium without a screen: one for all tests of a run. Every window has cookies and
/// a store of its own, as the browser of another person, and is closed after its test.
///
/// A test fails also when a script in one of its windows has failed, when the policy of a page
/// (Content-Security-Policy) has refused something, or when one has asked somebody outside.
public final class Chromium implements BeforeEachCallback, AfterEachCallback {
  /// How long anything may take that a test waits for, in milliseconds. The machine may be busy.
  private static final double PATIENCE = 45_000;

  /// What the browser says when a policy has refused something.
  private static final Pattern REFUSED = Pattern.compile("Content Security Policy|'Trusted\\w+'");

  private static final Namespace RUN = Namespace.create(Chromium.class);

  private final List<BrowserContext> windows = new ArrayList<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Browser browser;

  /// Ends with the run.
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      var program = Programs.require("chromium");
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      var playwright =
          Playwright.create(
              new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      var options =
          new LaunchOptions()
              .setExecutablePath(program)
              .setArgs(
                  List.of(
                      "--no-sandbox",
                      "--disable-gpu",
                      "--disable-quic",
                      "--no-first-run",
                      "--disable-background-networking",
                      "--disable-component-update",
                      "--disable-sync"));
      return new Running(playwright, playwright.chromium().launch(options));
    }

    @Override
    public void close() {
      playwright.close(); // and with it the browser
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    browser =
        context
            .getRoot()
            .getStore(RUN)
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
            .browser;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    windows.forEach(BrowserContext::close);
    windows.clear();
    assertThat(takeComplaints()).as("what went wrong in the windows").isEmpty();
  }

  /// What went wrong in the windows until now, which is then forgotten: for tests that make it
  /// happen.
  List<String> takeComplaints() {
    synchronized (complaints) {
      var heard = List.copyOf(complaints);
      complaints.clear();
      return heard;
    }
  }

  /// A window of a desktop, of somebody who is new to a site and reads English.
  public Page open(URI site) {
    return open(site, new NewContextOptions());
  }

  /// A window of somebody who is new to a site.
  ///
  /// @param options size, language, colours and more
  public Page open(URI site, NewContextOptions options) {
    var window =
        Objects.requireNonNull(browser, "open windows in a test")
            .newContext(options.setBaseURL(site.toString()));
    window.setDefaultTimeout(PATIENCE);
    window.onWebError(error -> complaints.add(error.error()));
    window.onConsoleMessage(message -> {
      if (REFUSED.matcher(message.text()).find()) {
        complaints.add(message.text());
      }
    });
    window.onRequest(request -> {
      if (!isAtHome(URI.create(request.url()))) {
        complaints.add("somebody outside was asked: " + request.url());
      }
    });
    windows.add(window);
    return window.newPage();
  }

  /// Whether something is at the site: all of a test's run on this machine.
  private static boolean isAtHome(URI url) {
    return url.getHost() == null || Set.of("localhost", "127.0.0.1").contains(url.getHost());
  }
}
