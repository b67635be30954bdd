package pando.signin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Logins;
import pando.accounts.Sessions;
import pando.accounts.SignUp;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.http.Call;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.Pages.Link;
import pando.signin.Pages.Page;

/// The pages below `/auth`: sign-up, sign-in, sign-out and the proof of an e-mail address.
final class SignInPages {
  static final String SIGN_IN = "/auth/sign_in";
  static final String SIGN_UP = "/auth/sign_up";
  static final String SIGN_OUT = "/auth/sign_out";
  static final String CONFIRMATION = "/auth/confirmation";
  private static final String RESEND = CONFIRMATION + "/resend";

  private static final int REFUSED = 422;

  private final Logins logins;
  private final Sessions sessions;
  private final Pages pages;
  private final boolean open;

  /// @param open whether people may join by themselves
  SignInPages(Logins logins, Sessions sessions, Pages pages, boolean open) {
    this.logins = logins;
    this.sessions = sessions;
    this.pages = pages;
    this.open = open;
  }

  void routes(Router router) {
    router.get(SIGN_IN, pages.guarded(this::showSignIn));
    router.add("POST", SIGN_IN, pages.guarded(this::signIn), Budget.SIGN_INS);
    router.get(SIGN_UP, pages.guarded(this::showSignUp));
    router.add("POST", SIGN_UP, pages.guarded(this::signUp), Budget.SIGN_UPS);
    router.get(SIGN_OUT, pages.guarded(this::showSignOut));
    router.post(SIGN_OUT, pages.guarded(this::signOut));
    router.get(CONFIRMATION, pages.guarded(this::showConfirmation));
    router.post(CONFIRMATION, pages.guarded(this::confirm));
    router.add("POST", RESEND, pages.guarded(this::resend), Budget.SIGN_UPS);
  }

  // sign-in

  private Reply showSignIn(Call call) {
    var browser = new Browser(call, sessions);
    var account = browser.account();
    return account == null
        ? signInPage(call, browser, 200, null)
        : Reply.redirect(next(account, Onward.of(call.params())));
  }

  /// Where somebody goes on who is signed in: an address that is not confirmed comes first.
  private String next(AccountId account, Onward onward) {
    return logins.require(account).confirmed() ? onward.path() : CONFIRMATION;
  }

  private Reply signIn(Call call) {
    var browser = new Browser(call, sessions);
    var words = Words.of(call);
    var onward = Onward.of(call.params());
    if (browser.account() != null) {
      return Reply.redirect(onward.path()); // signed in meanwhile, in another tab
    }
    if (!browser.sendsOurForm()) {
      return signInPage(call, browser, REFUSED, words.text("form_expired"));
    }
    try {
      var account = logins.authenticate(text(call, "login").strip(), text(call, "password"));
      if (account.disabled()) {
        return signInPage(call, browser, REFUSED, words.text("sign_in_disabled"));
      }
      return browser.signIn(account.id(), Reply.redirect(next(account.id(), onward)));
    } catch (Refusal.Unauthorized wrong) {
      return signInPage(call, browser, REFUSED, words.text("sign_in_wrong"));
    }
  }

  private Reply signInPage(Call call, Browser browser, int status, @Nullable String error) {
    var onward = Onward.of(call.params());
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("continue", onward.path());
    values.put("login", text(call, "login"));
    values.put("error", error);
    values.put("sign_up", open ? onward.after(SIGN_UP) : null);
    var here = new Onward(onward.after(SIGN_IN));
    var title = Words.of(call).text("sign_in_title", pages.site());
    var page = new Page("sign_in", title, here, onward.source(), values);
    return browser.remember(pages.show(call, status, page));
  }

  // sign-up

  private Reply showSignUp(Call call) {
    var browser = new Browser(call, sessions);
    return browser.account() == null
        ? signUpPage(call, browser, 200, Map.of(), null)
        : Reply.redirect(Onward.of(call.params()).path());
  }

  private Reply signUp(Call call) {
    var browser = new Browser(call, sessions);
    var words = Words.of(call);
    if (!open) {
      return signUpPage(call, browser, 403, Map.of(), null);
    }
    if (!browser.sendsOurForm()) {
      return signUpPage(call, browser, REFUSED, Map.of(), words.text("form_expired"));
    }
    try {
      var account = logins.signUp(form(call, words.language()));
      var next = next(account.id(), Onward.of(call.params()));
      return browser.signIn(account.id(), Reply.redirect(next));
    } catch (Refusal.Invalid invalid) {
      return signUpPage(call, browser, REFUSED, invalid.faults(), words.text("sign_up_faults"));
    }
  }

  private static SignUp form(Call call, String language) {
    return new SignUp(
        text(call, "username"),
        text(call, "email"),
        text(call, "password"),
        call.params().flag("agreement", false),
        language);
  }

  private Reply signUpPage(
      Call call,
      Browser browser,
      int status,
      Map<String, List<Fault>> faults,
      @Nullable String error) {
    var words = Words.of(call);
    var onward = Onward.of(call.params());
    if (!open) {
      var next = new Link(words.text("sign_in_link"), onward.after(SIGN_IN));
      return pages.tell(
          call, status, words.text("sign_up_closed_title"), words.text("sign_up_closed"), next);
    }
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("continue", onward.path());
    values.put("sign_in", onward.after(SIGN_IN));
    values.put("error", error);
    values.put("agreed", call.params().flag("agreement", false));
    for (var field : List.of("username", "email")) {
      values.put(field, text(call, field));
    }
    for (var field : List.of("username", "email", "password", "agreement")) {
      values.put(field + "_error", fault(words, field, faults));
    }
    var here = new Onward(onward.after(SIGN_UP));
    var title = words.text("sign_up_title", pages.site());
    var page = new Page("sign_up", title, here, onward.source(), values);
    return browser.remember(pages.show(call, status, page));
  }

  /// What is wrong with a field, in the words of the page; null: nothing.
  static @Nullable String fault(Words words, String field, Map<String, List<Fault>> faults) {
    var ofField = faults.getOrDefault(field, List.of());
    if (ofField.isEmpty()) {
      return null;
    }
    var fault = ofField.getFirst();
    return words.textOr("fault_" + field + "_" + fault.code(), fault.description());
  }

  // sign-out

  private Reply showSignOut(Call call) {
    var browser = new Browser(call, sessions);
    if (browser.account() == null) {
      return Reply.redirect(SIGN_IN);
    }
    var values =
        Map.of("form_token", browser.formToken(), "continue", Onward.of(call.params()).path());
    var title = Words.of(call).text("sign_out_title");
    var page = new Page("sign_out", title, new Onward(SIGN_OUT), null, values);
    return pages.show(call, 200, page);
  }

  private Reply signOut(Call call) {
    var browser = new Browser(call, sessions);
    if (browser.account() == null) {
      return Reply.redirect(SIGN_IN);
    }
    browser.requireOurForm();
    return browser.signOut(Reply.redirect(Onward.of(call.params()).after(SIGN_IN)));
  }

  // the proof of an address

  /// With the secret of a mail: a page with a button that uses it up. (Programs that look into
  /// mails follow links, and must not.) Without: what somebody sees who has just signed up.
  private Reply showConfirmation(Call call) {
    var browser = new Browser(call, sessions);
    var secret = call.params().text("confirmation_token");
    if (secret != null) {
      var title = Words.of(call).text("confirm_title");
      var values =
          Map.of(
              "form_token",
              browser.formToken(),
              "action",
              CONFIRMATION,
              "field",
              "confirmation_token",
              "secret",
              secret);
      var page = new Page("confirm", title, null, null, values);
      return browser.remember(pages.show(call, 200, page));
    }
    return waitingPage(call, browser, null);
  }

  private Reply confirm(Call call) {
    var browser = new Browser(call, sessions);
    browser.requireOurForm();
    var words = Words.of(call);
    try {
      logins.confirm(call.params().requireText("confirmation_token"));
    } catch (Refusal.NotFound spent) {
      var next = new Link(words.text("sign_in_link"), SIGN_IN);
      return pages.tell(
          call, 404, words.text("confirm_spent_title"), words.text("confirm_spent"), next);
    }
    var next =
        browser.account() == null
            ? new Link(words.text("sign_in_link"), SIGN_IN)
            : new Link(words.text("go_on"), Onward.HOME.path());
    return pages.tell(
        call, 200, words.text("confirmed_title"), words.text("confirmed", pages.site()), next);
  }

  private Reply resend(Call call) {
    var browser = new Browser(call, sessions);
    browser.requireOurForm();
    var account = browser.account();
    if (account == null) {
      return Reply.redirect(SIGN_IN);
    }
    var words = Words.of(call);
    try {
      logins.resend(account);
      return waitingPage(call, browser, words.text("confirmation_sent"));
    } catch (Refusal.RateLimited justSent) {
      return waitingPage(call, browser, words.text("confirmation_just_sent"));
    } catch (Refusal.Forbidden confirmed) {
      return Reply.redirect(Onward.HOME.path());
    }
  }

  private Reply waitingPage(Call call, Browser browser, @Nullable String notice) {
    var account = browser.account();
    if (account == null) {
      return Reply.redirect(SIGN_IN);
    }
    var login = logins.require(account);
    if (login.confirmed()) {
      return Reply.redirect(Onward.HOME.path());
    }
    var words = Words.of(call);
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("sentence", words.text("confirmation_sentence", login.email()));
    values.put("notice", notice);
    var title = words.text("confirmation_title");
    var here = new Onward(CONFIRMATION);
    return pages.show(call, 200, new Page("confirmation", title, here, null, values));
  }

  private static String text(Call call, String name) {
    return call.params().textOr(name, "");
  }
}
