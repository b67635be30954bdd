package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.bench.Scene;
import pando.main.TestPando;

/// Somebody changes their password, takes everything with them, and leaves.
@Tag("slow")
class OwnAccountTest {
  private static final String NEW_PASSWORD = "birch in the rain";

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void anaShutsAnotherBrowserOutTakesHerPhotoWithHerAndLeaves() throws IOException {
    try (var site = TestPando.working()) {
      var ana = site.signUp("ana");
      site.signUp("ben").follows(ana);
      ana.posts("First light", "public", ana.uploads(Scene.jpeg(1600, 1200, 0.9f)));
      var here = new Visit(chromium.open(site.url())).signsIn("ana");
      var there = new Visit(chromium.open(site.url())).signsIn("ana");
      var ben = new Visit(chromium.open(site.url())).signsIn("ben");
      ben.goes("/").sees("pando-feed .end p").reads("First light");
      there.goes("/explore").sees(".tile");

      changesPassword(here);

      there.clicks("a.entry.self").sees("#login").isAt("?continue=%2F%40ana%3Fsigned_in");
      here.posts("Still here");

      assertTakesPhotoAway(here);
      leaves(here);

      assertThat(site.stranger().get("/@ana").status()).isEqualTo(404);
      ben.goes("/").sees("pando-feed .end p");
      assertThat(ben.text()).doesNotContain("First light").doesNotContain("Still here");
      ben.goes("/@ana").reads("There is nothing here");
    }
  }

  private static void changesPassword(Visit visit) {
    visit
        .clicks("a.entry[href='/settings']")
        .clicks("a[href='/auth/account']")
        .clicks("a[href='/auth/account/password']")
        .writes("#current_password", TestPando.PASSWORD)
        .writes("#password", NEW_PASSWORD)
        .clicks("button[type=submit]")
        .reads("Your password is changed")
        .clicks("a[href='/settings']")
        .sees("a.entry.self");
  }

  private static void assertTakesPhotoAway(Visit visit) throws IOException {
    visit.goes("/auth/account/archive").writes("#current_password", NEW_PASSWORD);
    var download = visit.page().waitForDownload(() -> visit.clicks("button[type=submit]"));

    assertThat(download.suggestedFilename()).isEqualTo("pando-ana.zip");
    try (var zip = new ZipFile(download.path().toFile())) {
      var bytes = zip.getInputStream(zip.getEntry("outbox.json")).readAllBytes();
      var outbox = new String(bytes, StandardCharsets.UTF_8);
      assertThat(outbox).contains("First light", "Still here");
      var photo = zip.stream().filter(file -> file.getName().startsWith("photos/")).findFirst();
      assertThat(photo).isPresent();
      assertThat(zip.getInputStream(photo.orElseThrow()).readAllBytes()).startsWith(0xff, 0xd8);
      assertThat(outbox).contains(photo.orElseThrow().getName());
    }
  }

  private static void leaves(Visit visit) {
    visit
        .goes("/auth/account")
        .clicks("a[href='/auth/account/delete']")
        .writes("#name", "ana")
        .writes("#current_password", NEW_PASSWORD)
        .clicks("button[type=submit]")
        .reads("Your account is gone");
  }
}
