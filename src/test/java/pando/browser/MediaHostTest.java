package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.bench.Scene;
import pando.main.TestPando;

/// Photos and the files of the app come from a host of their own (setting `media.url`), which may
/// be away.
@Tag("slow")
class MediaHostTest {
  private static final String PHOTO_IS_THERE =
      "document.querySelector('.tile pando-photo.loaded img')?.naturalWidth > 0";

  private static final Pattern COMPOSER = Pattern.compile("^http://127\\.0\\.0\\.1:.*/compose/");
  private static final Pattern HOST = Pattern.compile("^http://127\\.0\\.0\\.1:");

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void photosComeFromTheSiteWhenTheirHostRefuses() throws IOException {
    URI dead;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = URI.create("http://localhost:" + socket.getLocalPort());
    }
    showsPhotos(dead);
  }

  @Test
  void photosComeFromTheSiteWhenTheirHostIsSilent() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) { // never accepts
      showsPhotos(URI.create("http://localhost:" + silent.getLocalPort()));
    }
  }

  @Test
  void theAppComesFromThatHostWhenItAnswers() {
    try (var site = TestPando.withMediaAtAnotherName()) {
      site.signUp("ana").posts("First light");
      var window = new Visit(chromium.open(site.url()));
      var asked = new ArrayList<String>();
      window.page().onRequest(request -> asked.add(request.url()));

      window
          .signsIn("ana")
          .goes("/explore")
          .reads("First light")
          .clicks(".tile")
          .sees("pando-thread .post");

      var scripts = asked.stream().filter(url -> url.endsWith(".js")).toList();
      assertThat(scripts)
          .filteredOn(url -> !url.endsWith("/boot.js"))
          .hasSizeGreaterThan(30)
          .allMatch(url -> url.startsWith("http://127.0.0.1:"));
    }
  }

  @Test
  void aWindowThatIsOpenWhenThatHostGoesLosesNoPage() {
    try (var site = TestPando.withMediaAtAnotherName()) {
      site.signUp("ana");
      var window = new Visit(chromium.open(site.url())).signsIn("ana");
      window.page().route(COMPOSER, Route::abort); // or it may be there already
      window.goes("/explore").sees("a.entry.new");
      window.page().route(HOST, Route::abort);

      window.posts("Last light");
    }
  }

  @Test
  void aWindowIsLoadedAgainWhenThatHostGoesInTheMiddle() {
    try (var site = TestPando.withMediaAtAnotherName()) {
      site.signUp("ana");
      var window = new Visit(chromium.open(site.url())).signsIn("ana");
      var isGone = new AtomicBoolean();
      window
          .page()
          .route(
              HOST,
              route -> {
                if (route.request().url().endsWith("/words/en.json")) { // the scripts are there
                  isGone.set(true);
                }
                if (isGone.get()) {
                  route.abort();
                } else {
                  route.resume();
                }
              });

      var early = new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT);
      window.page().navigate("/explore", early);
      window.sees("a.entry.new");

      assertThat(isGone).isTrue();
    }
  }

  @Test
  void aPageThatCannotBeHadIsAskedForAgainOnce() {
    try (var site = TestPando.withMediaAtAnotherName()) {
      site.signUp("ana");
      var window = new Visit(chromium.open(site.url())).signsIn("ana").goes("/explore");
      var asked = new AtomicInteger();
      window.page().onDOMContentLoaded(_ -> asked.incrementAndGet());
      window.page().route(COMPOSER, Route::abort);

      window.clicks("a.entry.new").reads("There is a new version of this site.");

      assertThat(asked).hasValue(1);
      window.clicks("a.entry[href='/explore']").sees("pando-feed");
    }
  }

  private void showsPhotos(URI media) {
    try (var site = TestPando.withMediaAt(media)) {
      var ana = site.signUp("ana");
      ana.posts("First light", "public", ana.uploads(Scene.jpeg(1600, 1200, 0.9f)));
      var told = site.stranger().get("/api/v1/timelines/public?local=true").ok();
      assertThat(told.at("/0/media_attachments/0/url").asString()).startsWith(media.toString());

      new Visit(chromium.open(site.url()))
          .goes("/")
          .reads("Join")
          .finds(PHOTO_IS_THERE)
          .goes("/@ana")
          .finds("document.querySelector('.profile .avatar')?.naturalWidth > 0");
    }
  }
}
