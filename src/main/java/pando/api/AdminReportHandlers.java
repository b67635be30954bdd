package pando.api;

import java.util.function.BiFunction;
import java.util.function.Function;
import pando.base.AccountId;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.http.Router;
import pando.moderation.Moderation;
import pando.moderation.Report;
import pando.moderation.ReportId;
import pando.moderation.Reports;

/// `/api/v1/admin/reports`: what was reported, for moderators.
final class AdminReportHandlers {
  private static final String READ = "admin:read:reports";
  private static final String WRITE = "admin:write:reports";

  private final Reports reports;
  private final Moderation moderation;
  private final AdminDoor door;
  private final AdminViews views;

  AdminReportHandlers(Desks.Moderating desks, AdminViews views) {
    this.reports = desks.reports();
    this.moderation = desks.moderation();
    this.door = new AdminDoor(desks.moderation());
    this.views = views;
  }

  void routes(Router router) {
    var report = "/api/v1/admin/reports/{id}";
    router
        .get("/api/v1/admin/reports", door.guarded(READ, this::list))
        .get(report, door.guarded(READ, this::show))
        .post(report + "/assign_to_self", changed(moderation::assign))
        .post(report + "/unassign", changed(moderation::unassign))
        .post(report + "/resolve", changed(moderation::resolve))
        .post(report + "/reopen", changed(moderation::reopen));
  }

  private Reply list(Call call, AccountId who) {
    var request = call.page(100, 200);
    var params = call.params();
    var reporter = params.id("account_id");
    var account = params.id("target_account_id");
    var filter =
        new Reports.Filter(
            params.flag("resolved", false),
            account == null ? null : new AccountId(account),
            reporter == null ? null : new AccountId(reporter));
    var page = reports.list(who, filter, request);
    return Reply.json(200, Json.array(views.reports(who, page.items()))).list(call, request, page);
  }

  private Reply show(Call call, AccountId who) {
    return Reply.json(200, views.report(who, reports.require(who, id(call))));
  }

  private Function<Call, Reply> changed(BiFunction<AccountId, ReportId, Report> change) {
    return door.guarded(
        WRITE, (call, who) -> Reply.json(200, views.report(who, change.apply(who, id(call)))));
  }

  private static ReportId id(Call call) {
    return new ReportId(call.pathId("id"));
  }
}
