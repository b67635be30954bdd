package pando.signin;

import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.Pages.Page;

/// `/about`: what the site is for, how many are there, who runs it, and what happens to people's
/// data.
final class AboutPage {
  private static final String PATH = "/about";

  private final SiteConfig site;
  private final Accounts accounts;
  private final Pages pages;

  AboutPage(SiteConfig site, Accounts accounts, Pages pages) {
    this.site = site;
    this.accounts = accounts;
    this.pages = pages;
  }

  void routes(Router router) {
    router.get(PATH, pages.guarded(this::show));
  }

  private Reply show(Call call) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("description", site.description());
    values.put("contact", site.contact());
    var words = Words.of(call);
    values.put("people", words.text("about_people", accounts.total()));
    values.put("software", words.text("about_software", release()));
    var title = words.text("about_title", site.title());
    return pages.show(call, 200, new Page("about", title, new Onward(PATH), null, values));
  }

  /// Nothing where it runs from its classes.
  private static String release() {
    return Objects.requireNonNullElse(AboutPage.class.getPackage().getImplementationVersion(), "");
  }
}
