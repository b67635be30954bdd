package pando.signin;

import java.util.Map;
import pando.departure.Archive;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.signin.OwnPages.Trouble;
import pando.signin.OwnPages.Visit;
import pando.signin.Pages.Page;

/// `/auth/account/archive`: all that somebody has here, for who knows the password.
final class ArchivePages {
  static final String ARCHIVE = OwnPages.OVERVIEW + "/archive";

  private final Archive archive;
  private final OwnPages own;

  ArchivePages(Archive archive, OwnPages own) {
    this.archive = archive;
    this.own = own;
  }

  void routes(Router router) {
    router.get(ARCHIVE, own.shown(visit -> page(visit, Trouble.NONE)));
    router.add("POST", ARCHIVE, own.sent(this::send), Budget.ARCHIVES);
  }

  private Reply page(Visit visit, Trouble trouble) {
    var title = visit.words().text("own_archive_title");
    var page = new Page("archive", title, new Onward(ARCHIVE), null, Map.of());
    return own.form(visit, page, trouble, "current_password");
  }

  private Reply send(Visit visit) {
    return own.carryOut(visit, this::download, trouble -> page(visit, trouble));
  }

  private Reply download(Visit visit) {
    own.requirePassword(visit);
    var owner = visit.login();
    var site = visit.call().publicUrl();
    var name = "pando-" + owner.account().username() + ".zip";
    return Reply.download("application/zip", name, out -> archive.write(owner, site, out));
  }
}
