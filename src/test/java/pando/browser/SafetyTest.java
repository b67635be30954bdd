package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.accounts.Account.Role;
import pando.bench.Scene;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// What others write runs nothing in one's browser, and the browser talks to the site alone.
@Tag("slow")
class SafetyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Each of these would leave a mark if it ran.
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.hacked = 1</script>",
          "<img src=x onerror='window.hacked = 2'>",
          "<svg onload='window.hacked = 3'><animate onbegin='window.hacked = 4'/></svg>",
          "<iframe src='javascript:parent.hacked = 5' srcdoc='<p>6</p>'></iframe>",
          "<a href='javascript:window.hacked = 7'>a link</a>",
          "<style>body { display: none }</style>",
          "<math><mtext></mtext><mglyph><style><img src=x onerror='window.hacked = 8'></style>");

  private static final String RUNS_NOTHING =
      """
      window.hacked === undefined
        && getComputedStyle(document.body).display !== "none"
        && !document.querySelector("main :is(iframe, style, script, object, embed, math)")
        && ![...document.querySelectorAll("main a")].some((a) => a.protocol === "javascript:")
        && ![...document.querySelectorAll("main *")].some((it) =>
          [...it.attributes].some(({ name }) => name.startsWith("on")))
      """;

  private static final String INJECT =
      """
      () => {
        const script = document.createElement("script");
        script.append("window.hacked = 'a script'");
        document.body.append(script);
        const button = document.createElement("button");
        try {
          button.setAttribute("onclick", "window.hacked = 'a handler'");
        } catch {} // refused at once
        document.body.append(button);
        button.click();
      }
      """;

  /// Not at once: what a test asks the page directly may do what pages may not.
  private static final String EVALUATE =
      """
      () => setTimeout(() => {
        try {
          eval("window.hacked = 'eval'");
        } catch (refused) {
          window.refused = refused.name;
        }
      })
      """;

  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void signUp() {
    site.signUp("ana");
    site.signUp("noa", Role.ADMIN, Set.of("read"));
  }

  /// Every test of the app fails if it does; `BarriersTest` comes to every page.
  @Test
  void aPageThatAsksSomebodyOutsideIsFound() {
    var page = chromium.open(site.url());
    assertThatThrownBy(() -> page.navigate("http://elsewhere.invalid/"))
        .isInstanceOf(PlaywrightException.class);

    assertThat(chromium.takeComplaints())
        .containsExactly("somebody outside was asked: http://elsewhere.invalid/");
  }

  @Test
  void whatSomebodyHostileWritesIsShownAsText() {
    var eve = site.signUp("eve");
    var posts = new ArrayList<String>();
    for (var hostile : HOSTILE) {
      posts.add(eve.posts(hostile, "public", uploads(eve, hostile)));
    }
    call(eve, "PATCH", "/api/v1/accounts/update_credentials", profile());
    var visit = new Visit(chromium.open(site.url())).signsIn("ana");

    visit.goes("/@eve").reads("<script>").reads("javascript:window.hacked");
    visit.sees(".tile img").finds(RUNS_NOTHING);
    visit.clicks(".tabs button:last-child");
    for (var hostile : HOSTILE) {
      visit.reads(hostile);
    }
    visit.finds(RUNS_NOTHING);
    visit.goes("/@eve/" + posts.get(1)).sees(".post.main").reads(HOSTILE.get(1));
    visit.clicks(".album .frame").sees(".viewer[open] img").reads(HOSTILE.get(1));
    visit.finds(RUNS_NOTHING);
  }

  @Test
  void evenMarkupThatTheSiteItselfGotWrongRunsNothing() {
    var mallory = site.signUp("mallory");
    var post = mallory.posts("A lake");
    var visit = new Visit(chromium.open(site.url())).signsIn("ana");
    var all = String.join("", HOSTILE) + "<p>the end</p>";
    visit.page().route("**/api/v1/statuses/" + post, route -> answer(route, "content", all));
    visit.page().route("**/api/v1/accounts/lookup*", route -> answer(route, "note", all));

    visit.goes("/@mallory/" + post).reads("the end").finds(RUNS_NOTHING);
    visit.goes("/@mallory").reads("the end").finds(RUNS_NOTHING);
    visit.page().context().close(); // with it the last complaints have come
    assertThat(chromium.takeComplaints()) // about what is taken apart, and never gets into the page
        .isNotEmpty()
        .allMatch(complaint -> complaint.contains("inline"));
  }

  @Test
  void whatGetsIntoAPageAllTheSameIsRefusedByItsPolicy() {
    for (var path : List.of("/explore", "/auth/sign_in", "/about", "/offline")) {
      var page = new Visit(chromium.open(site.url())).goes(path).sees("main").page();
      page.evaluate(INJECT);
      page.evaluate(EVALUATE);

      new Visit(page).finds("window.refused");
      assertThat(page.evaluate("window.refused")).as(path).isEqualTo("EvalError");
      assertThat(page.evaluate("window.hacked")).as(path).isNull();
      page.waitForCondition(() -> !chromium.takeComplaints().isEmpty());
    }
  }

  @Test
  void scriptsSeeNoCookieAndATokenWithoutThePowerOfModerators() {
    var page = new Visit(chromium.open(site.url())).signsIn("noa").page();

    assertThat(page.context().cookies()).isNotEmpty().allMatch(cookie -> cookie.httpOnly);
    assertThat(page.evaluate("document.cookie")).isEqualTo("");
    var token = token(page);
    assertThat(site.with(token).get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
    assertThat(site.with(token).get("/api/v1/admin/reports").status()).isEqualTo(403);
    assertThat(site.with(token).get("/api/v2/admin/accounts").status()).isEqualTo(403);
  }

  private static String token(Page page) {
    return (String) page.evaluate("sessionStorage.getItem('pando.token')");
  }

  private static String uploads(TestPerson person, String description) {
    var photo = Scene.jpeg(300, 200, 0.8f);
    return person
        .client()
        .upload("POST", "/api/v2/media", "file", photo, Map.of("description", description))
        .ok()
        .get("id")
        .asString();
  }

  private static Map<String, Object> profile() {
    var form = new HashMap<String, Object>();
    form.put("display_name", "<script>eve</script>");
    form.put("note", String.join(" ", HOSTILE.subList(0, 5)));
    var value = "javascript:window.hacked = 9";
    form.put("fields_attributes", List.of(Map.of("name", "<b onclick=1>", "value", value)));
    return form;
  }

  private static void call(TestPerson person, String method, String path, Object form) {
    person.client().send(method, path, form).ok();
  }

  /// Answers what the site does, but for one field.
  private static void answer(Route route, String field, String value) {
    var real = route.fetch();
    var json = (ObjectNode) JSON.readTree(real.body());
    json.put(field, value);
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(real.status())
            .setContentType("application/json")
            .setBody(json.toString()));
  }
}
