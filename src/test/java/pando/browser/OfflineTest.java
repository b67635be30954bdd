package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.main.TestPando;

/// Without a network, and with one again.
@Tag("slow")
class OfflineTest {
  private static final String IS_KEPT = "navigator.serviceWorker.controller?.state === 'activated'";

  private static final String KEPT_ADDRESSES =
      """
      caches.keys()
        .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
        .then((requests) => requests.flat().map(({ url }) => new URL(url).pathname).join(" "))
      """;

  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void aPageThatIsLoadedWithoutANetworkSaysWhatOneCanDoAndComesBackByItself() {
    site.signUp("ana").posts("First light");
    var ana = new Visit(chromium.open(site.url())).signsIn("ana").goes("/");
    ana.reads("First light").finds(IS_KEPT);

    loadsWithoutNetwork(ana);
    ana.reads("Pando cannot be reached").reads("is safe").sees("a.button");
    ana.finds("document.querySelector('section[lang=ko]').hidden");

    ana.page().context().setOffline(false);
    ana.reads("First light");
    assertThat((String) ana.page().evaluate(KEPT_ADDRESSES))
        .contains("/offline")
        .contains("/app.js")
        .doesNotContain("/api/");
  }

  @Test
  void theBrowserOffersToInstallTheApp() {
    var window = new Visit(chromium.open(site.url())).goes("/explore").finds(IS_KEPT);

    var protocol = window.page().context().newCDPSession(window.page());
    var manifest = protocol.send("Page.getAppManifest");
    var missing =
        protocol.send("Page.getInstallabilityErrors").getAsJsonArray("installabilityErrors");

    assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    assertThat(missing)
        .extracting(error -> error.getAsJsonObject().get("errorId").getAsString())
        .isSubsetOf("in-incognito"); // as every window of a test is
  }

  @Test
  void itSaysSoInKorean() {
    var korean = new NewContextOptions().setLocale("ko-KR");
    var window = new Visit(chromium.open(site.url(), korean)).goes("/explore").finds(IS_KEPT);

    loadsWithoutNetwork(window);
    window.reads("연결할 수 없어요").finds("document.querySelector('section[lang=en]').hidden");
  }

  /// As if by the button of the browser: Playwright's own reload takes the request that fails for
  /// the answer of the service worker.
  private static void loadsWithoutNetwork(Visit visit) {
    visit.page().context().setOffline(true);
    visit.page().evaluate("setTimeout(() => location.reload())");
  }
}
