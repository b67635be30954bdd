package pando.signin;

import pando.accounts.Accounts;
import pando.accounts.Logins;
import pando.accounts.Sessions;
import pando.accounts.Tokens;
import pando.config.SiteConfig;
import pando.departure.Archive;
import pando.http.Router;

/// How people and clients come in: every route of sign-up, sign-in and OAuth.
public final class SignIn {
  private final AppHandlers apps;
  private final OAuthHandlers oauth;
  private final SignUpHandlers signUps;
  private final SignInPages signIns;
  private final AuthorizePages authorize;
  private final AccountPages account;
  private final ArchivePages archives;
  private final LeavePages leave;
  private final ForgottenPages forgotten;
  private final AddressPages addresses;
  private final AboutPage about;

  /// @param site its title, and whether people may join by themselves
  public SignIn(
      Accounts accounts,
      Logins logins,
      Sessions sessions,
      Tokens tokens,
      Archive archive,
      SiteConfig site) {
    var pages = new Pages(site.title());
    this.apps = new AppHandlers(tokens);
    this.oauth = new OAuthHandlers(tokens, accounts);
    this.signUps = new SignUpHandlers(logins, tokens, site.registrations());
    this.signIns = new SignInPages(logins, sessions, pages, site.registrations());
    this.authorize = new AuthorizePages(logins, sessions, tokens, pages);
    var own = new OwnPages(logins, sessions, pages);
    this.account = new AccountPages(logins, sessions, tokens, own);
    this.archives = new ArchivePages(archive, own);
    this.leave = new LeavePages(logins, pages, own);
    var recovery = logins.recovery();
    this.forgotten = new ForgottenPages(recovery, sessions, pages, site.contact());
    this.addresses = new AddressPages(recovery, sessions, pages, own);
    this.about = new AboutPage(site, accounts, pages);
  }

  public void routes(Router router) {
    apps.routes(router);
    oauth.routes(router);
    signUps.routes(router);
    signIns.routes(router);
    authorize.routes(router);
    account.routes(router);
    archives.routes(router);
    leave.routes(router);
    forgotten.routes(router);
    addresses.routes(router);
    about.routes(router);
  }
}
