package pando.signin;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Recovery;
import pando.accounts.Sessions;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.OwnPages.Trouble;
import pando.signin.OwnPages.Visit;
import pando.signin.Pages.Link;
import pando.signin.Pages.Page;

/// `/auth/account/email`: another e-mail address, for who knows the password and gets the mail.
final class AddressPages {
  private static final String EMAIL = OwnPages.OVERVIEW + "/email";
  private static final String CONFIRM = EMAIL + "/confirm";
  private static final String SECRET = "email_token";

  private final Recovery recovery;
  private final Sessions sessions;
  private final Pages pages;
  private final OwnPages own;

  AddressPages(Recovery recovery, Sessions sessions, Pages pages, OwnPages own) {
    this.recovery = recovery;
    this.sessions = sessions;
    this.pages = pages;
    this.own = own;
  }

  void routes(Router router) {
    router.get(EMAIL, own.shown(visit -> page(visit, Trouble.NONE)));
    router.add("POST", EMAIL, own.sent(this::send), Budget.SIGN_INS);
    router.get(CONFIRM, pages.guarded(this::showConfirm));
    router.add("POST", CONFIRM, pages.guarded(this::confirm), Budget.SIGN_INS);
  }

  private Reply page(Visit visit, Trouble trouble) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("sentence", visit.words().text("own_email_sentence", visit.login().email()));
    values.put("email", visit.text("email"));
    var title = visit.words().text("own_email_title");
    var page = new Page("email", title, new Onward(EMAIL), null, values);
    return own.form(visit, page, trouble, "email", "current_password");
  }

  private Reply send(Visit visit) {
    return own.carryOut(visit, this::change, trouble -> page(visit, trouble));
  }

  private Reply change(Visit visit) {
    own.requirePassword(visit);
    var email = visit.text("email").strip();
    var words = visit.words();
    try {
      if (recovery.wantAddress(visit.id(), email)) {
        return Reply.redirect(OwnPages.OVERVIEW + "?done=email");
      }
    } catch (Refusal.RateLimited justSent) {
      var sentence = words.text("confirmation_just_sent");
      return page(visit, new Trouble(sentence, Map.of()));
    }
    var next = new Link(words.text("go_back"), OwnPages.OVERVIEW);
    return pages.tell(
        visit.call(),
        200,
        words.text("confirmation_title"),
        words.text("own_email_sent", email),
        next);
  }

  /// A page with a button: programs that look into mails follow links, and must not use them up.
  private Reply showConfirm(Call call) {
    var browser = new Browser(call, sessions);
    var words = Words.of(call);
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("action", CONFIRM);
    values.put("field", SECRET);
    values.put("secret", call.params().textOr(SECRET, ""));
    var page = new Page("confirm", words.text("confirm_title"), null, null, values);
    return browser.remember(pages.show(call, 200, page));
  }

  private Reply confirm(Call call) {
    var browser = new Browser(call, sessions);
    browser.requireOurForm();
    var words = Words.of(call);
    try {
      var email = recovery.confirmAddress(call.params().requireText(SECRET));
      var next = new Link(words.text("go_on"), OwnPages.OVERVIEW);
      return pages.tell(
          call, 200, words.text("confirmed_title"), words.text("own_email_changed", email), next);
    } catch (Refusal.NotFound | Refusal.Invalid spent) {
      var next = new Link(words.text("own_email_again"), EMAIL);
      return pages.tell(
          call, 404, words.text("confirm_spent_title"), words.text("own_email_spent"), next);
    }
  }
}
