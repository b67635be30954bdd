package pando.api;

import java.util.List;
import java.util.Map;
import pando.accounts.Accounts;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.http.Router;

/// Who may be worth following: suggestions for one person, and the directory for everyone.
final class SuggestionHandlers {
  /// Why somebody is suggested, in Mastodon's words.
  private static final byte[] REASON =
      Json.bytes(Map.of("source", "global", "sources", List.of("most_followed")));

  private final Accounts accounts;
  private final Relations relations;
  private final AccountViews views;

  SuggestionHandlers(Accounts accounts, Relations relations, AccountViews views) {
    this.accounts = accounts;
    this.relations = relations;
    this.views = views;
  }

  void routes(Router router) {
    router
        .get("/api/v1/suggestions", this::list)
        .get("/api/v2/suggestions", this::listWithReasons)
        .get("/api/v1/directory", this::directory);
  }

  private Reply list(Call call) {
    return Reply.json(200, Json.array(views.list(suggested(call))));
  }

  private Reply listWithReasons(Call call) {
    var suggestions =
        views.list(suggested(call)).stream()
            .map(view -> Json.join(REASON, Json.field("account", view)))
            .toList();
    return Reply.json(200, Json.array(suggestions));
  }

  /// Those with the most followers, but for whom the viewer follows already or does not want.
  private List<AccountId> suggested(Call call) {
    var viewer = call.require("read:accounts");
    var ties = relations.ties(viewer);
    return accounts.popular().stream()
        .filter(id -> !id.equals(viewer) && !ties.follows(id) && !ties.hides(id))
        .limit(call.page(40, 80).limit())
        .toList();
  }

  private Reply directory(Call call) {
    call.find("read:accounts");
    var shown =
        accounts.popular().stream()
            .skip(call.params().count("offset", 0))
            .limit(call.page(40, 80).limit())
            .toList();
    return Reply.json(200, Json.array(views.list(shown))).shared();
  }
}
