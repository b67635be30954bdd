package pando.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.http.Router;

/// What Pando does not have, answered as by a site where nobody has used it: clients ask for these
/// when they start, and some give up at a 404. They ask for the same tokens as if they had more to
/// tell.
final class EmptyHandlers {
  private static final byte[] LIST = Json.bytes(List.of());
  private static final byte[] OBJECT = Json.bytes(Map.of());
  private static final byte[] POLICY =
      Json.bytes(
          Map.of(
              "for_not_following", "accept",
              "for_not_followers", "accept",
              "for_new_accounts", "accept",
              "for_private_mentions", "accept",
              "for_limited_accounts", "accept",
              "summary", Map.of("pending_requests_count", 0, "pending_notifications_count", 0)));

  private EmptyHandlers() {}

  static void routes(Router router) {
    aboutTheSite(router);
    ofAPerson(router);
    notifications(router);
    forEveryone(router);
  }

  private static void aboutTheSite(Router router) {
    router
        .get("/api/v1/instance/rules", shared(LIST))
        .get("/api/v1/instance/activity", shared(LIST))
        .get("/api/v1/instance/peers", shared(LIST))
        .get("/api/v1/instance/domain_blocks", shared(LIST))
        .get("/api/v1/instance/translation_languages", shared(OBJECT))
        .get("/api/v1/instance/terms_of_service", EmptyHandlers::nothing)
        .get("/api/v1/custom_emojis", shared(LIST));
  }

  private static void forEveryone(Router router) {
    router
        .get("/api/v1/trends", shared(LIST))
        .get("/api/v1/trends/tags", shared(LIST))
        .get("/api/v1/trends/statuses", shared(LIST))
        .get("/api/v1/trends/links", shared(LIST))
        .get("/api/v1/accounts/{id}/featured_tags", shared(LIST))
        .get("/api/v1/accounts/{id}/endorsements", shared(LIST));
  }

  private static void ofAPerson(Router router) {
    router
        .get("/api/v1/announcements", personal(null, LIST))
        .get("/api/v1/filters", personal("read:filters", LIST))
        .get("/api/v2/filters", personal("read:filters", LIST))
        .get("/api/v1/lists", personal("read:lists", LIST))
        .get("/api/v1/accounts/{id}/lists", personal("read:lists", LIST))
        .get("/api/v1/domain_blocks", personal("read:blocks", LIST))
        .get("/api/v1/endorsements", personal("read:accounts", LIST))
        .get("/api/v1/followed_tags", personal("read:follows", LIST))
        .get("/api/v1/featured_tags", personal("read:accounts", LIST))
        .get("/api/v1/featured_tags/suggestions", personal("read:accounts", LIST))
        .get("/api/v1/conversations", personal("read:statuses", LIST))
        .get("/api/v1/scheduled_statuses", personal("read:statuses", LIST));
  }

  private static void notifications(Router router) {
    router
        .get("/api/v2/notifications/policy", personal("read:notifications", POLICY))
        .patch("/api/v2/notifications/policy", personal("write:notifications", POLICY))
        .get("/api/v1/notifications/requests", personal("read:notifications", LIST))
        .get(
            "/api/v1/notifications/requests/merged",
            personal("read:notifications", Json.bytes(Map.of("merged", true))))
        .get(
            "/api/v1/push/subscription",
            call -> {
              call.require("push");
              return nothing(call);
            });
  }

  private static Function<Call, Reply> shared(byte[] json) {
    return _ -> Reply.json(200, json).shared();
  }

  /// @param scope null: whatever the token allows
  private static Function<Call, Reply> personal(@Nullable String scope, byte[] json) {
    return call -> {
      requirePerson(call, scope);
      return Reply.json(200, json);
    };
  }

  private static void requirePerson(Call call, @Nullable String scope) {
    var access = call.access();
    if (scope != null) {
      call.require(scope);
    } else if (access == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    } else if (access.account() == null) {
      throw new Refusal.Invalid("This method requires an authenticated user");
    }
  }

  private static Reply nothing(Call call) {
    throw new Refusal.NotFound();
  }
}
