package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.main.TestPando;

/// Two people at their browsers at the same time.
@Tag("slow")
@Tag("product")
class LiveTest {
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void whatTheFirstPageShowsIsAskedForOnce() {
    site.signUp("carla");
    var carla = new Visit(chromium.open(site.url())).signsIn("carla");
    var asked = new ArrayList<String>();
    carla.page().onRequest(request -> asked.add(request.url()));

    carla.goes("/").sees("pando-feed .end p");

    assertThat(asked).filteredOn(url -> url.contains("/timelines/")).hasSize(1);
  }

  @Test
  void twoPeopleSeeOneAnothersPostsAsTheyAreMade() {
    site.signUp("ana").follows(site.signUp("ben"));
    var ana = new Visit(chromium.open(site.url())).signsIn("ana");
    var ben = new Visit(chromium.open(site.url())).signsIn("ben");
    ana.goes("/explore").sees("pando-feed .end p");
    ben.goes("/explore").sees("pando-feed .end p");

    ben.posts("Good morning, Ana");
    ana.goes("/").reads("Good morning, Ana");
    ben.posts("Are you there?");
    ana.reads("1 new post");
    assertThat(ana.text()).doesNotContain("Are you there?");
    ana.clicks(".pill").reads("Are you there?");

    ana.clicks(".post .favourite").sees(".post .favourite[aria-pressed=true]");
    ben.clicks("a.entry[href='/notifications']").reads("ana likes your post");
    ana.posts("I am here");
    ben.goes("/explore").reads("I am here");
  }
}
