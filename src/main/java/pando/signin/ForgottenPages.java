package pando.signin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Recovery;
import pando.accounts.Sessions;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.http.Call;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.Pages.Link;
import pando.signin.Pages.Page;

/// `/auth/password`: a new password for who has forgotten theirs, by a link in a mail.
final class ForgottenPages {
  static final String FORGOTTEN = "/auth/password/forgotten";
  static final String NEW = "/auth/password/new";
  private static final String SECRET = "reset_token";

  private final Recovery recovery;
  private final Sessions sessions;
  private final Pages pages;
  private final @Nullable String contact;

  /// @param contact who can help on a site that sends no mail
  ForgottenPages(Recovery recovery, Sessions sessions, Pages pages, @Nullable String contact) {
    this.recovery = recovery;
    this.sessions = sessions;
    this.pages = pages;
    this.contact = contact;
  }

  void routes(Router router) {
    router.get(FORGOTTEN, pages.guarded(call -> ask(call, null)));
    router.add("POST", FORGOTTEN, pages.guarded(this::send), Budget.SIGN_UPS);
    router.get(NEW, byLink(call -> choose(call, Map.of())));
    router.add("POST", NEW, byLink(this::change), Budget.SIGN_INS);
  }

  /// Asks for the address.
  private Reply ask(Call call, @Nullable String error) {
    var browser = new Browser(call, sessions);
    var words = Words.of(call);
    var title = words.text("forgotten_title");
    var values = new HashMap<String, @Nullable Object>();
    values.put("form_token", browser.formToken());
    values.put("sends_mail", recovery.sendsMail());
    values.put("contact", contact);
    values.put("error", error);
    var page = new Page("forgotten", title, new Onward(FORGOTTEN), null, values);
    return browser.remember(pages.show(call, error == null ? 200 : OwnPages.REFUSED, page));
  }

  /// Answers the same to everybody.
  private Reply send(Call call) {
    var words = Words.of(call);
    if (!new Browser(call, sessions).sendsOurForm()) {
      return ask(call, words.text("form_expired"));
    }
    recovery.forgot(text(call, "email").strip());
    var next = new Link(words.text("sign_in_link"), SignInPages.SIGN_IN);
    return pages.tell(
        call, 200, words.text("confirmation_title"), words.text("forgotten_sent"), next);
  }

  /// Pages that come by a link: it goes no further, and is said to be spent when it is.
  private Function<Call, Reply> byLink(Function<Call, Reply> handler) {
    return pages.guarded(call -> {
      try {
        return handler.apply(call);
      } catch (Refusal.NotFound spent) {
        var words = Words.of(call);
        var next = new Link(words.text("forgotten_again"), FORGOTTEN);
        return pages.tell(
            call, 404, words.text("confirm_spent_title"), words.text("reset_spent"), next);
      }
    });
  }

  private Reply choose(Call call, Map<String, List<Fault>> faults) {
    var browser = new Browser(call, sessions);
    var words = Words.of(call);
    var secret = text(call, SECRET);
    var values = new HashMap<String, @Nullable Object>();
    values.put("name", recovery.requireReset(secret).account().username());
    values.put("form_token", browser.formToken());
    values.put("secret", secret);
    values.put("password_error", SignInPages.fault(words, "password", faults));
    var page = new Page("new_password", words.text("reset_title"), null, null, values);
    var status = faults.isEmpty() ? 200 : OwnPages.REFUSED;
    return browser.remember(pages.show(call, status, page));
  }

  private Reply change(Call call) {
    new Browser(call, sessions).requireOurForm();
    try {
      recovery.reset(text(call, SECRET), text(call, "password"));
    } catch (Refusal.Invalid invalid) {
      return choose(call, invalid.faults());
    }
    var words = Words.of(call);
    var next = new Link(words.text("sign_in_link"), SignInPages.SIGN_IN);
    return pages.tell(call, 200, words.text("reset_done_title"), words.text("reset_done"), next);
  }

  private static String text(Call call, String name) {
    return call.params().textOr(name, "");
  }
}
