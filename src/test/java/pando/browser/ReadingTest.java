package pando.browser;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.main.TestPando;

/// Looking and moving about.
@Tag("slow")
class ReadingTest {
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void aFeedIsWhereItWasAfterAThreadAndAfterAReload() {
    var ana = site.signUp("ana");
    for (var i = 1; i <= 30; i++) {
      ana.posts("Day %d at the lake".formatted(i));
    }
    var window = new Visit(chromium.open(site.url())).signsIn("ana").goes("/").reads("Day 30 at");
    window.page().getByText("Day 11 at").scrollIntoViewIfNeeded();
    window.page().getByText("Day 2 at").scrollIntoViewIfNeeded(); // on the second page
    var place = window.page().evaluate("scrollY");
    var isThere = "scrollY > 500 && Math.abs(scrollY - %s) < 3".formatted(place);

    window.page().locator("article:has-text('Day 2 at') .time").click();
    window.sees(".post.main");
    window.page().goBack();
    window.reads("Day 2 at").finds(isThere).finds("document.activeElement.matches('.time')");

    window.page().reload();
    window.reads("Day 2 at").finds(isThere);
  }

  @Test
  void aPostIsChangedAndShowsWhatItWas() {
    site.signUp("ben").posts("A lake in teh morning");
    var ben = new Visit(chromium.open(site.url())).signsIn("ben").goes("/").reads("A lake in teh");

    ben.clicks(".menu button").clicks(".menu >> text=Edit");
    ben.writes(".sheet textarea[name=text]", "A lake in the morning");
    ben.clicks(".sheet button[type=submit]").reads("A lake in the morning");

    ben.clicks(".edited").sees(".versions").reads("A lake in teh morning");
    ben.presses("Escape").finds("!document.querySelector('.sheet')");
  }

  @Test
  void whoFollowsSomebodyIsListedAndCanBeFollowed() {
    var carla = site.signUp("carla");
    var dan = site.signUp("dan").follows(carla);
    var window = new Visit(chromium.open(site.url())).signsIn("carla").goes("/@carla");

    window.clicks(".counts a[href='/@carla/followers']").reads("@" + dan.name());
    window.page().waitForResponse("**/follow", () -> window.clicks("pando-follow button"));
    window.sees("pando-follow button[aria-pressed=true]").goes("/@dan/followers").reads("@carla");
  }

  @Test
  void whatWasPostedWhileTheConnectionWasLostIsAnnounced() {
    var fred = site.signUp("fred");
    site.signUp("eva").follows(fred);
    fred.posts("Good morning");
    var eva = new Visit(chromium.open(site.url())).signsIn("eva").goes("/").reads("Good morning");

    eva.page().context().setOffline(true);
    fred.posts("Are you there?");
    eva.page().context().setOffline(false);

    eva.reads("1 new post").clicks(".pill").reads("Are you there?");
    fred.posts("There you are");
    eva.reads("1 new post").clicks(".pill").reads("There you are");
  }

  @Test
  void theKeyboardIsEnoughToReadAndCanBeTurnedOff() {
    var gina = site.signUp("gina");
    gina.posts("The second to see");
    gina.posts("The first to see");
    var window = new Visit(chromium.open(site.url())).signsIn("gina").goes("/");
    window.reads("The first to see");

    window.presses("j", "j", "f");
    window.sees(".post:has-text('The second') .favourite[aria-pressed=true]");
    window.presses("?").sees(".sheet kbd").presses("Escape");
    window.presses("r").sees(".post.main").finds("document.activeElement.matches('.words')");
    window.presses("f").finds("document.activeElement.value.endsWith('f')");

    window.goes("/settings").clicks("text=Single keys do something").goes("/");
    window.reads("The first to see").presses("j", "f", "g", "e");
    window.finds("location.pathname === '/'");
  }

  @Test
  void whatTheSiteRefusesIsTakenBackWithAMessage() {
    var hal = site.signUp("hal");
    site.signUp("ida");
    hal.posts("A lake");
    var ida = new Visit(chromium.open(site.url())).signsIn("ida").goes("/@hal");
    ida.sees(".tabs").page().getByText("All posts").click();
    ida.reads("A lake");
    hal.client().post("/api/v1/accounts/" + id("ida") + "/block").ok();

    for (var action : List.of("favourite", "reblog", "bookmark")) {
      ida.clicks(".post .action." + action).sees(".notice.fault");
      ida.sees(".post .action.%s[aria-pressed=false]".formatted(action));
    }
    ida.clicks(".profile pando-follow button");
    ida.finds("document.querySelectorAll('.notice.fault').length === 4");
    ida.sees(".profile pando-follow button[aria-pressed=false]");
  }

  private static String id(String name) {
    var path = "/api/v1/accounts/lookup?acct=" + name;
    return site.stranger().get(path).ok().get("id").asString();
  }
}
