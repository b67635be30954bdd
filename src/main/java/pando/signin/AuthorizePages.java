package pando.signin;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.App;
import pando.accounts.Logins;
import pando.accounts.Scopes;
import pando.accounts.Sessions;
import pando.accounts.Tokens;
import pando.accounts.Tokens.Authorization;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.Pages.Link;
import pando.signin.Pages.Page;

/// `/oauth/authorize`: asks a person whether a client may act for them, and tells the client.
///
/// What is wrong with the request itself is told to the person and never to the client: until the
/// client and its redirect URI are known to belong together, nobody is sent there.
///
/// What moderators and administrators may do is never given without asking, and never without the
/// password: a script that somebody has got into the page of the site itself could answer for the
/// person, but does not know it.
final class AuthorizePages {
  private static final String PATH = "/oauth/authorize";

  /// The parameter of the form that says which button was pressed.
  private static final String DECISION = "decision";

  private static final String ALLOW = "allow";

  private static final String PASSWORD = "password";
  private static final int REFUSED = 422;

  private final Logins logins;
  private final Sessions sessions;
  private final Tokens tokens;
  private final Pages pages;

  AuthorizePages(Logins logins, Sessions sessions, Tokens tokens, Pages pages) {
    this.logins = logins;
    this.sessions = sessions;
    this.tokens = tokens;
    this.pages = pages;
  }

  void routes(Router router) {
    router.get(PATH, pages.guarded(this::ask));
    router.add("POST", PATH, pages.guarded(this::decide), Budget.SIGN_INS);
  }

  /// A client's request that is in order.
  private record Question(AuthorizeForm form, App app, Authorization wanted) {
    /// Whether it asks for what moderators and administrators may do.
    boolean isForModerators() {
      return wanted.scopes().stream().anyMatch(Scopes::isForModerators);
    }
  }

  private Reply ask(Call call) {
    var question = question(call);
    var browser = new Browser(call, sessions);
    var account = browser.account();
    if (account == null) {
      return isAskedByScript(call)
          ? Reply.error(401, "Nobody is signed in here")
          : Reply.redirect(question.form.page().after(SignInPages.SIGN_IN));
    }
    var login = logins.require(account);
    if (!login.confirmed()) {
      return isAskedByScript(call)
          ? Reply.error(403, "Your e-mail address is not confirmed yet")
          : Reply.redirect(SignInPages.CONFIRMATION);
    }
    logins.requireActive(account);
    var known = tokens.hasGranted(account, question.app, question.wanted.scopes());
    var isNews = question.form.forced() || question.isForModerators();
    return (known || isOurs(call, question)) && !isNews
        ? allow(call, question, account)
        : consentPage(call, question, browser, login.account(), null);
  }

  /// Whether the code goes to the page of this site itself, which nobody needs to allow: the person
  /// is signed in here already, and no other program hears of the code.
  private static boolean isOurs(Call call, Question question) {
    return question.form.redirectUri().equals(call.publicUrl() + "/");
  }

  /// Whether a script of a page of this site asks, which wants to be told where to go and not to be
  /// sent there. Those of other sites cannot: they may not read the answer, nor send the cookie.
  private static boolean isAskedByScript(Call call) {
    return "application/json".equals(call.header("Accept"));
  }

  private Question question(Call call) {
    var form = AuthorizeForm.of(call.params());
    var app = tokens.requireApp(form.clientId());
    var wanted = form.wanted();
    tokens.check(app, wanted);
    return new Question(form, app, wanted);
  }

  /// @param error what was wrong with the answer; null: there was none yet
  private Reply consentPage(
      Call call, Question question, Browser browser, Account account, @Nullable String error) {
    var words = Words.of(call);
    var form = question.form;
    var leadsTo = Onward.source(form.redirectUri());
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("parameters", form.parameters().entrySet());
    values.put("continue", form.page().path());
    values.put("sign_out", SignInPages.SIGN_OUT);
    values.put("app", question.app.name());
    values.put("goes_to", goesTo(leadsTo, words));
    values.put("signed_in", words.text("consent_signed_in", account.username()));
    values.put("switch", words.text("consent_switch", account.username()));
    values.put("asks_password", question.isForModerators());
    values.put("error", error);
    values.put("permissions", Permissions.of(question.wanted.scopes(), words));
    var title = words.text("consent_title", question.app.name());
    var status = error == null ? 200 : REFUSED;
    return pages.show(call, status, new Page("consent", title, form.page(), leadsTo, values));
  }

  /// Tells of another site, whose name says something to people; the scheme of an app does not.
  private static @Nullable String goesTo(@Nullable String source, Words words) {
    return source != null && source.contains("://") ? words.text("consent_goes_to", source) : null;
  }

  private Reply decide(Call call) {
    var question = question(call);
    var browser = new Browser(call, sessions);
    var account = browser.account();
    if (account == null) {
      return Reply.redirect(question.form.page().after(SignInPages.SIGN_IN));
    }
    browser.requireOurForm();
    logins.requireActive(account);
    if (!ALLOW.equals(call.params().text(DECISION))) {
      return deny(call, question);
    }
    var owner = logins.require(account).account();
    if (question.isForModerators() && !hasPassword(call, owner)) {
      var error = Words.of(call).text("consent_password_wrong");
      return consentPage(call, question, browser, owner, error);
    }
    return allow(call, question, account);
  }

  private boolean hasPassword(Call call, Account owner) {
    var password = call.params().textOr(PASSWORD, "");
    try {
      logins.authenticate(owner.username(), password);
      return true;
    } catch (Refusal.Unauthorized wrong) {
      return false;
    }
  }

  private Reply allow(Call call, Question question, AccountId account) {
    var code = tokens.authorize(account, question.app, question.wanted);
    if (isAskedByScript(call)) {
      return Reply.ok(Map.of("redirect_uri", question.form.answer("code", code)));
    }
    if (!question.form.isOutOfBand()) {
      return Reply.redirect(question.form.answer("code", code));
    }
    var words = Words.of(call);
    var values = Map.of("code", code, "sentence", words.text("code_sentence", question.app.name()));
    return pages.show(call, 200, new Page("code", words.text("code_title"), null, null, values));
  }

  private Reply deny(Call call, Question question) {
    if (!question.form.isOutOfBand()) {
      return Reply.redirect(question.form.answer("error", "access_denied"));
    }
    var words = Words.of(call);
    var sentence = words.text("denied", question.app.name());
    var next = new Link(words.text("go_home"), Onward.HOME.path());
    return pages.tell(call, 200, words.text("denied_title"), sentence, next);
  }
}
