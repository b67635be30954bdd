package pando.signin;

import java.util.List;
import java.util.Map;
import pando.accounts.Logins;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.OwnPages.Trouble;
import pando.signin.OwnPages.Visit;
import pando.signin.Pages.Link;
import pando.signin.Pages.Page;

/// `/auth/account/delete`: ends an account for ever, for who knows its password and types its name.
final class LeavePages {
  static final String DELETE = OwnPages.OVERVIEW + "/delete";

  private final Logins logins;
  private final Pages pages;
  private final OwnPages own;

  LeavePages(Logins logins, Pages pages, OwnPages own) {
    this.logins = logins;
    this.pages = pages;
    this.own = own;
  }

  void routes(Router router) {
    router.get(DELETE, own.shown(visit -> page(visit, Trouble.NONE)));
    router.add("POST", DELETE, own.sent(this::send), Budget.SIGN_INS);
  }

  private Reply page(Visit visit, Trouble trouble) {
    var name = visit.login().account().username();
    var values = Map.of("name_label", visit.words().text("own_delete_name", name));
    var title = visit.words().text("own_delete_title");
    var page = new Page("delete", title, new Onward(DELETE), null, values);
    return own.form(visit, page, trouble, "name", "current_password");
  }

  private Reply send(Visit visit) {
    return own.carryOut(visit, this::leave, trouble -> page(visit, trouble));
  }

  private Reply leave(Visit visit) {
    requireName(visit);
    own.requirePassword(visit);
    logins.leave(visit.id());
    var words = visit.words();
    var home = new Link(words.text("go_home"), Onward.HOME.path());
    var farewell =
        pages.tell(visit.call(), 200, words.text("own_left_title"), words.text("own_left"), home);
    return visit.browser().signOut(farewell);
  }

  private static void requireName(Visit visit) {
    var typed = visit.text("name").strip().replaceFirst("^@", "");
    if (!typed.equalsIgnoreCase(visit.login().account().username())) {
      var fault = new Fault("ERR_WRONG", "is not your user name");
      throw new Refusal.Invalid("Validation failed", Map.of("name", List.of(fault)));
    }
  }
}
