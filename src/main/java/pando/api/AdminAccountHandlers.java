package pando.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Directory;
import pando.accounts.Directory.Search;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PostId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.Reply;
import pando.http.Router;
import pando.moderation.Moderation;
import pando.moderation.Moderation.Act;
import pando.moderation.ReportId;

/// `/api/v1/admin/accounts`: people, as moderators look through them, and what is done about them.
final class AdminAccountHandlers {
  private static final String READ = "admin:read:accounts";
  private static final String WRITE = "admin:write:accounts";

  /// States of an account that Pando does not have, so that nobody is in them.
  private static final Set<String> EMPTY_STATES = Set.of("pending", "silenced", "sensitized");

  private final Directory directory;
  private final Moderation moderation;
  private final AdminDoor door;
  private final AdminViews views;

  AdminAccountHandlers(Desks.Moderating desks, AdminViews views) {
    this.directory = desks.directory();
    this.moderation = desks.moderation();
    this.door = new AdminDoor(desks.moderation());
    this.views = views;
  }

  void routes(Router router) {
    var account = "/api/v1/admin/accounts/{id}";
    router
        .get("/api/v1/admin/accounts", door.guarded(READ, this::list))
        .get("/api/v2/admin/accounts", door.guarded(READ, this::list))
        .get(account, door.guarded(READ, (call, _) -> Reply.json(200, views.account(id(call)))))
        .post(account + "/action", door.guarded(WRITE, this::act))
        .post(account + "/enable", door.guarded(WRITE, this::open))
        .post(account + "/unsuspend", door.guarded(WRITE, this::open))
        .delete(
            "/api/pando/v1/admin/statuses/{id}",
            door.guarded("admin:write:reports", this::deletePost))
        .get("/api/pando/v1/admin/log", door.guarded("admin:read:reports", this::log));
  }

  /// In both versions: the first has flags where the second has `status`, `origin` and
  /// `permissions`.
  private Reply list(Call call, AccountId who) {
    var request = call.page(100, 200);
    var search = search(call.params());
    var page =
        search == null ? new Page<AccountId>(List.of(), null) : directory.list(search, request);
    return Reply.json(200, views.accountList(page.items())).list(call, request, page);
  }

  /// Null if nobody can be found.
  private static @Nullable Search search(Params params) {
    var state = params.textOr("status", "");
    var remote = params.flag("remote", false) || "remote".equals(params.text("origin"));
    var elsewhere = !text(params, "by_domain").isEmpty() || !text(params, "ip").isEmpty();
    var inEmptyState =
        EMPTY_STATES.contains(state)
            || EMPTY_STATES.stream().anyMatch(flag -> params.flag(flag, false));
    if (remote || elsewhere || inEmptyState) {
      return null;
    }
    var disabled =
        Set.of("disabled", "suspended").contains(state)
            || params.flag("disabled", false)
            || params.flag("suspended", false);
    var active = state.equals("active") || params.flag("active", false);
    return new Search(
        disabled ? Boolean.TRUE : active ? Boolean.FALSE : null,
        params.flag("staff", false) || "staff".equals(params.text("permissions")),
        text(params, "username"),
        text(params, "display_name"),
        text(params, "email"));
  }

  private static String text(Params params, String name) {
    return params.textOr(name, "").strip();
  }

  /// `disable` and `suspend` are the same here.
  private Reply act(Call call, AccountId who) {
    var params = call.params();
    var act = new Act(who, id(call), report(params), text(params, "text"));
    Consumer<Act> action =
        switch (params.requireText("type")) {
          case "none" -> moderation::note;
          case "disable", "suspend" -> moderation::suspend;
          default ->
              throw new Refusal.Invalid("Validation failed: Type is not included in the list");
        };
    action.accept(act);
    return Reply.ok(Map.of());
  }

  private Reply open(Call call, AccountId who) {
    moderation.unsuspend(new Act(who, id(call), null, text(call.params(), "text")));
    return Reply.json(200, views.account(id(call)));
  }

  private Reply deletePost(Call call, AccountId who) {
    var params = call.params();
    moderation.deletePost(who, new PostId(call.pathId("id")), report(params), text(params, "text"));
    return Reply.ok(Map.of());
  }

  private Reply log(Call call, AccountId who) {
    var request = call.page(40, 80);
    var account = call.params().id("account_id");
    var page =
        moderation.log(
            who, account == null ? null : new AccountId(account), report(call.params()), request);
    return Reply.json(200, Json.array(views.log(page.items()))).list(call, request, page);
  }

  private static @Nullable ReportId report(Params params) {
    var id = params.id("report_id");
    return id == null ? null : new ReportId(id);
  }

  private static AccountId id(Call call) {
    return new AccountId(call.pathId("id"));
  }
}
