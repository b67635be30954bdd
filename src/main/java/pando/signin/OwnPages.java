package pando.signin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Login;
import pando.accounts.Logins;
import pando.accounts.Sessions;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.http.Call;
import pando.http.Reply;
import pando.signin.Pages.Page;

/// What the pages below `/auth/account` have in common: they are for whoever is signed in with the
/// cookie, never with a token, and what changes something comes from a form of ours.
final class OwnPages {
  /// The overview, which all others lead back to.
  static final String OVERVIEW = "/auth/account";

  static final int REFUSED = 422;

  private final Logins logins;
  private final Sessions sessions;
  private final Pages pages;

  OwnPages(Logins logins, Sessions sessions, Pages pages) {
    this.logins = logins;
    this.sessions = sessions;
    this.pages = pages;
  }

  /// Somebody on a page of their own account.
  record Visit(Call call, Browser browser, Login login) {
    AccountId id() {
      return login.account().id();
    }

    Words words() {
      return Words.of(call);
    }

    /// What the form carries; empty if it does not.
    String text(String name) {
      return call.params().textOr(name, "");
    }
  }

  /// What a form says when it is shown again.
  ///
  /// @param error above everything else; null: nothing is wrong
  /// @param faults beside each field
  record Trouble(@Nullable String error, Map<String, List<Fault>> faults) {
    static final Trouble NONE = new Trouble(null, Map.of());

    int status() {
      return error == null ? 200 : REFUSED;
    }
  }

  /// A handler that shows something. Who is not signed in does that first.
  Function<Call, Reply> shown(Function<Visit, Reply> handler) {
    return pages.guarded(call -> visit(call, handler));
  }

  /// A handler that changes something.
  Function<Call, Reply> sent(Function<Visit, Reply> handler) {
    return shown(visit -> {
      visit.browser.requireOurForm();
      return handler.apply(visit);
    });
  }

  private Reply visit(Call call, Function<Visit, Reply> handler) {
    var browser = new Browser(call, sessions);
    var account = browser.account();
    if (account == null) {
      var back = call.method().equals("POST") ? OVERVIEW : call.path();
      return Reply.redirect(new Onward(back).after(SignInPages.SIGN_IN));
    }
    var login = logins.require(account);
    if (!login.confirmed()) {
      return Reply.redirect(SignInPages.CONFIRMATION);
    }
    logins.requireActive(account);
    return handler.apply(new Visit(call, browser, login));
  }

  /// Carries a form out. What is wrong with it is shown beside its fields.
  ///
  /// @param again shows the form with what is wrong
  Reply carryOut(Visit visit, Function<Visit, Reply> action, Function<Trouble, Reply> again) {
    try {
      return action.apply(visit);
    } catch (Refusal.Invalid invalid) {
      return again.apply(new Trouble(visit.words().text("own_faults"), invalid.faults()));
    }
  }

  /// @throws Refusal.Invalid unless the form has the password of whoever sends it
  void requirePassword(Visit visit) {
    logins.requirePassword(visit.id(), visit.text("current_password"));
  }

  /// Shows a page with the fields that went wrong: `{field}_error` for each of `fields`. The first
  /// of them takes the focus, or else the first field of all.
  Reply form(Visit visit, Page page, Trouble trouble, String... fields) {
    var values = new HashMap<String, @Nullable Object>(page.values());
    var words = visit.words();
    String first = null;
    for (var field : fields) {
      var fault = SignInPages.fault(words, field, trouble.faults());
      values.put(field + "_error", fault);
      first = first == null && fault != null ? field : first;
    }
    for (var field : fields) {
      values.put(field + "_focus", field.equals(first));
    }
    values.put("error", trouble.error());
    values.put("form_token", visit.browser.formToken());
    values.put("name", visit.login.account().username());
    var all = new Page(page.template(), page.title(), page.here(), page.leadsTo(), values);
    return pages.show(visit.call, trouble.status(), all);
  }
}
