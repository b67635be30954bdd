package pando.api;

import java.util.Locale;
import java.util.Objects;
import pando.base.AccountId;
import pando.base.PostId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Params;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;
import pando.moderation.Report;
import pando.moderation.Report.Category;
import pando.moderation.Reports;

/// `/api/v1/reports`
final class ReportHandlers {
  private final Reports reports;
  private final ReportViews views;

  ReportHandlers(Reports reports, ReportViews views) {
    this.reports = reports;
    this.views = views;
  }

  void routes(Router router) {
    router.add("POST", "/api/v1/reports", this::create, Budget.REPORTS);
  }

  /// There is nobody to forward it to, so `forward` is ignored.
  private Reply create(Call call) {
    var reporter = call.require("write:reports");
    var params = call.params();
    var account = Objects.requireNonNullElse(params.id("account_id"), 0L);
    var comment = params.textOr("comment", "");
    var posts = params.ids("status_ids").stream().map(PostId::new).toList();
    var draft = new Report.Draft(new AccountId(account), posts, category(params), comment);
    return Reply.json(200, views.of(reports.file(reporter, draft)));
  }

  /// The rules of the site have no ids: that one is named says what kind of report it is.
  private static Category category(Params params) {
    if (!params.texts("rule_ids").isEmpty()) {
      return Category.VIOLATION;
    }
    var word = params.textOr("category", "");
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "", "other" -> Category.OTHER;
      case "spam" -> Category.SPAM;
      case "legal" -> Category.LEGAL;
      case "violation" -> Category.VIOLATION;
      default ->
          throw new Refusal.Invalid("Validation failed: Category is not included in the list");
    };
  }
}
