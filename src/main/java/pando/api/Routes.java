package pando.api;

import pando.http.RateLimits.Budget;
import pando.http.Router;

/// Every endpoint of the Mastodon API that a person's client calls, in one list, and Pando's own
/// extensions under `/api/pando`.
final class Routes {
  private Routes() {}

  static void timelines(Router router, TimelineHandlers timelines) {
    router
        .get("/api/v1/timelines/home", timelines::home)
        .get("/api/v1/timelines/public", timelines::everyone)
        .get("/api/v1/timelines/tag/{hashtag}", timelines::tag);
  }

  static void statuses(Router router, StatusHandlers statuses) {
    router
        .get("/api/v1/statuses", statuses::list)
        .add("POST", "/api/v1/statuses", statuses::create, Budget.STATUSES)
        .get("/api/v1/statuses/{id}", statuses::show)
        .put("/api/v1/statuses/{id}", statuses::edit)
        .add("DELETE", "/api/v1/statuses/{id}", statuses::delete, Budget.DELETES)
        .get("/api/v1/statuses/{id}/context", statuses::context)
        .get("/api/v1/statuses/{id}/source", statuses::source)
        .get("/api/v1/statuses/{id}/history", statuses::history)
        .get("/api/v1/statuses/{id}/favourited_by", statuses::favouritedBy)
        .get("/api/v1/statuses/{id}/reblogged_by", statuses::rebloggedBy)
        .post("/api/v1/statuses/{id}/favourite", statuses::favourite)
        .post("/api/v1/statuses/{id}/unfavourite", statuses::unfavourite)
        .post("/api/v1/statuses/{id}/reblog", statuses::reblog)
        .add("POST", "/api/v1/statuses/{id}/unreblog", statuses::unreblog, Budget.DELETES)
        .post("/api/v1/statuses/{id}/bookmark", statuses::bookmark)
        .post("/api/v1/statuses/{id}/unbookmark", statuses::unbookmark)
        .post("/api/v1/statuses/{id}/pin", statuses::pin)
        .post("/api/v1/statuses/{id}/unpin", statuses::unpin)
        .get("/api/v1/favourites", statuses::favourites)
        .get("/api/v1/bookmarks", statuses::bookmarks);
  }

  static void media(Router router, MediaHandlers media) {
    router
        .add("POST", "/api/v1/media", media::uploadAndWait, Budget.MEDIA)
        .add("POST", "/api/v2/media", media::upload, Budget.MEDIA)
        .get("/api/v1/media/{id}", media::show)
        .put("/api/v1/media/{id}", media::update)
        .delete("/api/v1/media/{id}", media::delete)
        .get("/api/pando/v1/media/{id}/edits", media::edits)
        .add("POST", "/api/pando/v1/media/{id}/edits", media::edit, Budget.MEDIA)
        .delete("/api/pando/v1/media/{id}/edits", media::undo)
        .get("/api/pando/v1/openapi.json", new ExtensionDocument()::show);
  }

  static void accounts(Router router, AccountHandlers accounts, RelationHandlers relations) {
    router
        .get("/api/v1/accounts", accounts::list)
        .get("/api/v1/accounts/lookup", accounts::lookup)
        .get("/api/v1/accounts/search", accounts::search)
        .get("/api/v1/accounts/relationships", accounts::relationships)
        .get("/api/v1/accounts/familiar_followers", accounts::familiarFollowers)
        .get("/api/v1/accounts/{id}", accounts::show)
        .get("/api/v1/accounts/{id}/statuses", accounts::statuses)
        .get("/api/v1/accounts/{id}/followers", accounts::followers)
        .get("/api/v1/accounts/{id}/following", accounts::following)
        .add("POST", "/api/v1/accounts/{id}/follow", relations::follow, Budget.FOLLOWS)
        .post("/api/v1/accounts/{id}/unfollow", relations::unfollow)
        .post("/api/v1/accounts/{id}/block", relations::block)
        .post("/api/v1/accounts/{id}/unblock", relations::unblock)
        .post("/api/v1/accounts/{id}/mute", relations::mute)
        .post("/api/v1/accounts/{id}/unmute", relations::unmute)
        .post("/api/v1/accounts/{id}/note", relations::note)
        .post("/api/v1/accounts/{id}/remove_from_followers", relations::removeFromFollowers)
        .get("/api/v1/follow_requests", relations::requests)
        .post("/api/v1/follow_requests/{id}/authorize", relations::authorize)
        .post("/api/v1/follow_requests/{id}/reject", relations::reject)
        .get("/api/v1/blocks", relations::blocks)
        .get("/api/v1/mutes", relations::mutes);
  }

  static void profile(Router router, ProfileHandlers profile) {
    router
        .get("/api/v1/accounts/verify_credentials", profile::verify)
        .patch("/api/v1/accounts/update_credentials", profile::update)
        .post("/api/v1/accounts/update_credentials", profile::update)
        .delete("/api/v1/profile/avatar", profile::deleteAvatar)
        .delete("/api/v1/profile/header", profile::deleteHeader)
        .get("/api/v1/preferences", profile::preferences)
        .get("/api/v1/markers", profile::markers)
        .post("/api/v1/markers", profile::setMarkers);
  }

  static void notifications(Router router, NotificationHandlers notifications) {
    router
        .get("/api/v1/notifications", notifications::list)
        .get("/api/v1/notifications/unread_count", notifications::unreadCount)
        .post("/api/v1/notifications/clear", notifications::clear)
        .post("/api/v1/notifications/dismiss", notifications::dismissById)
        .get("/api/v1/notifications/{id}", notifications::show)
        .post("/api/v1/notifications/{id}/dismiss", notifications::dismiss);
  }

  static void search(Router router, SearchHandlers search) {
    router.get("/api/v2/search", search::search).get("/api/v1/tags/{name}", search::tag);
  }
}
