package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.bench.Scene;

/// The web app in a real browser.
@Tag("slow")
class WebAppTest {
  @TempDir private static Path folder;
  private static Chromium chromium;
  private static TestPando site;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    site = TestPando.onOneBox();
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void noPageBrokeItsPolicyOrFailed() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void aStrangerJoinsAndPostsAPhoto() throws IOException {
    var photo = Files.write(folder.resolve("aspens.jpg"), Scene.jpeg(1600, 1200, 0.9f));

    var window =
        chromium
            .open(site.url())
            .goes("/")
            .clicks(".welcome a.button")
            .writes("#username", "carla")
            .writes("#email", "carla@example.org")
            .writes("#password", TestPando.PASSWORD)
            .clicks("#agreement")
            .clicks("button[type=submit]")
            .clicks("a.entry.new")
            .picks(".drop input", photo)
            .writes(".uploads textarea", "Aspens in autumn")
            .writes("textarea.words", "My first photo #fishlake")
            .clicks(".ending button[type=submit]")
            .reads("My first photo");

    window.sees("document.querySelector('.post img[alt=\"Aspens in autumn\"]')?.naturalWidth > 0");
    window.goes("/@carla").sees("document.querySelectorAll('pando-profile .tile').length === 1");
  }

  @Test
  void twoPeopleSeeOneAnothersPostsAsTheyAreMade() {
    site.signUp("ana").follows(site.signUp("ben"));
    var ana = signsIn("ana");
    var ben = signsIn("ben");
    ana.goes("/explore").sees("document.querySelector('pando-feed .end p')");
    ben.goes("/explore").sees("document.querySelector('pando-feed .end p')");

    posts(ben, "Good morning, Ana");
    ana.goes("/").reads("Good morning, Ana");
    posts(ben, "Are you there?");
    ana.sees("document.querySelector('.pill')?.textContent.includes('1 new post')");
    assertThat(ana.text()).doesNotContain("Are you there?");
    ana.clicks(".pill").reads("Are you there?");

    ana.clicks(".post .favourite")
        .sees("document.querySelector('.post .favourite').ariaPressed === 'true'");
    ben.clicks("a.entry[href='/notifications']").reads("ana likes your post");
  }

  private static BrowserWindow signsIn(String name) {
    return chromium
        .open(site.url())
        .goes("/notifications")
        .writes("#login", name)
        .writes("#password", TestPando.PASSWORD)
        .clicks("button[type=submit]")
        .sees("document.querySelector('a.entry.self')");
  }

  private static void posts(BrowserWindow window, String text) {
    window
        .clicks("a.entry.new")
        .writes("textarea.words", text)
        .clicks(".ending button[type=submit]")
        .reads(text);
  }
}
