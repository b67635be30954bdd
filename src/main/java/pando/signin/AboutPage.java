package pando.signin;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.Pages.Page;

/// `/about`: what the site is for, who runs it, and what happens to people's data.
final class AboutPage {
  private static final String PATH = "/about";

  private final SiteConfig site;
  private final Pages pages;

  AboutPage(SiteConfig site, Pages pages) {
    this.site = site;
    this.pages = pages;
  }

  void routes(Router router) {
    router.get(PATH, pages.guarded(this::show));
  }

  private Reply show(Call call) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("description", site.description());
    values.put("contact", site.contact());
    var title = Words.of(call).text("about_title", site.title());
    return pages.show(call, 200, new Page("about", title, new Onward(PATH), null, values));
  }
}
