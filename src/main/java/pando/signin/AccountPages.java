package pando.signin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pando.accounts.App;
import pando.accounts.AppId;
import pando.accounts.Logins;
import pando.accounts.Sessions;
import pando.accounts.Sessions.Session;
import pando.accounts.Tokens;
import pando.http.Call;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.OwnPages.Trouble;
import pando.signin.OwnPages.Visit;
import pando.signin.Pages.Page;

/// `/auth/account`: the browsers and apps that are signed in, and the password.
///
/// **A browser that is signed out is out.** The web app has tokens of its own there, in the client
/// that each browser registers. They end too, those of all browsers: one that is still signed in
/// gets another by its cookie.
final class AccountPages {
  static final String PASSWORD = OwnPages.OVERVIEW + "/password";
  private static final String END_BROWSER = OwnPages.OVERVIEW + "/browsers/end";
  private static final String END_OTHERS = OwnPages.OVERVIEW + "/browsers/end_others";
  private static final String END_APP = OwnPages.OVERVIEW + "/apps/end";

  /// What the overview may say has just been done, as its parameter `done`.
  private static final List<String> DONE = List.of("password", "email", "browser", "others", "app");

  private final Logins logins;
  private final Sessions sessions;
  private final Tokens tokens;
  private final OwnPages own;

  AccountPages(Logins logins, Sessions sessions, Tokens tokens, OwnPages own) {
    this.logins = logins;
    this.sessions = sessions;
    this.tokens = tokens;
    this.own = own;
  }

  void routes(Router router) {
    router.get(OwnPages.OVERVIEW, own.shown(this::overview));
    router.post(END_BROWSER, own.sent(this::endBrowser));
    router.post(END_OTHERS, own.sent(this::endOthers));
    router.post(END_APP, own.sent(this::endApp));
    router.get(PASSWORD, own.shown(visit -> passwordPage(visit, Trouble.NONE)));
    router.add("POST", PASSWORD, own.sent(this::sendPassword), Budget.SIGN_INS);
  }

  /// A browser on the page.
  ///
  /// @param name such as `Firefox on Linux`
  /// @param current whether it is the one that shows the page
  record BrowserRow(String id, String name, String since, String lastSeen, boolean current) {}

  /// An app on the page.
  record AppRow(String id, String name, @Nullable String website) {}

  private Reply overview(Visit visit) {
    var words = visit.words();
    var current = visit.browser().session();
    var browsers =
        sessions.list(visit.id()).stream()
            .map(session ->
                row(session, words, current != null && session.id().equals(current.id())))
            .toList();
    var values = new HashMap<String, @Nullable Object>();
    values.put("browsers", browsers);
    values.put("others", browsers.size() > 1);
    var apps = apps(visit);
    values.put("apps", apps);
    values.put("no_apps", apps.isEmpty());
    values.put("email", visit.login().email());
    var done = visit.text("done");
    values.put("notice", DONE.contains(done) ? words.text("own_done_" + done) : null);
    var here = new Onward(OwnPages.OVERVIEW);
    var page = new Page("account", words.text("own_title"), here, null, values);
    return own.form(visit, page, Trouble.NONE);
  }

  private static BrowserRow row(Session session, Words words, boolean current) {
    return new BrowserRow(
        session.id(),
        Device.of(session.userAgent()).name(words),
        words.text("own_since", day(session.createdAt(), words)),
        words.text("own_last_seen", moment(session.lastSeenAt(), words)),
        current);
  }

  private static String day(Instant at, Words words) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
        .withLocale(Locale.of(words.language()))
        .format(at.atZone(ZoneOffset.UTC));
  }

  private static String moment(Instant at, Words words) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .withLocale(Locale.of(words.language()))
        .format(at.atZone(ZoneOffset.UTC));
  }

  private List<AppRow> apps(Visit visit) {
    return tokens.authorized(visit.id()).stream()
        .filter(app -> !isOurs(visit.call(), app))
        .map(app -> new AppRow(Long.toString(app.id().value()), app.name(), app.website()))
        .toList();
  }

  /// Whether a client is the web app in some browser: its codes go nowhere but to our own page.
  private static boolean isOurs(Call call, App app) {
    return app.redirectUris().equals(List.of(call.publicUrl() + "/"));
  }

  private Reply endBrowser(Visit visit) {
    var current = visit.browser().session();
    var id = visit.text("browser");
    if (current != null && current.id().equals(id)) {
      return Reply.redirect(SignInPages.SIGN_OUT);
    }
    sessions.end(visit.id(), id);
    endWebApps(visit);
    return done("browser");
  }

  private Reply endOthers(Visit visit) {
    var current = visit.browser().session();
    sessions.endOthers(visit.id(), current == null ? null : current.id());
    endWebApps(visit);
    return done("others");
  }

  private void endWebApps(Visit visit) {
    tokens.authorized(visit.id()).stream()
        .filter(app -> isOurs(visit.call(), app))
        .forEach(app -> tokens.revokeAll(visit.id(), app.id()));
  }

  private Reply endApp(Visit visit) {
    var id = visit.text("app");
    tokens.authorized(visit.id()).stream()
        .map(App::id)
        .filter((AppId app) -> Long.toString(app.value()).equals(id))
        .forEach(app -> tokens.revokeAll(visit.id(), app));
    return done("app");
  }

  private static Reply done(String what) {
    return Reply.redirect(OwnPages.OVERVIEW + "?done=" + what);
  }

  private Reply passwordPage(Visit visit, Trouble trouble) {
    var title = visit.words().text("own_password_title");
    var page = new Page("password", title, new Onward(PASSWORD), null, new HashMap<>());
    return own.form(visit, page, trouble, "current_password", "password");
  }

  private Reply sendPassword(Visit visit) {
    return own.carryOut(visit, this::changePassword, trouble -> passwordPage(visit, trouble));
  }

  /// All sessions end with the old password; this browser gets a new one.
  private Reply changePassword(Visit visit) {
    own.requirePassword(visit);
    logins.changePassword(visit.id(), visit.text("password"));
    return visit.browser().signIn(visit.id(), done("password"));
  }
}
