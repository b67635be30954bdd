package pando.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.Reply;
import pando.media.Photos;
import pando.posts.Audience;
import pando.posts.Post;
import pando.posts.Posts;
import pando.posts.Reactions;
import pando.posts.Threads;

/// `/api/v1/statuses`
final class StatusHandlers {
  private static final int MAX_IDS = 20;

  private final Accounts accounts;
  private final Posts posts;
  private final Reactions reactions;
  private final Threads threads;
  private final Photos photos;
  private final StatusViews views;
  private final AccountViews people;

  StatusHandlers(
      Accounts accounts,
      Posts posts,
      Reactions reactions,
      Threads threads,
      Photos photos,
      StatusViews views,
      AccountViews people) {
    this.accounts = accounts;
    this.posts = posts;
    this.reactions = reactions;
    this.threads = threads;
    this.photos = photos;
    this.views = views;
    this.people = people;
  }

  Reply create(Call call) {
    var author = call.require("write:statuses");
    var form = StatusForm.of(call.params());
    var access = call.requireAccess("write:statuses");
    var draft =
        form.draft(accounts.preferences(author), access.app(), call.header("Idempotency-Key"));
    return answer(author, posts.publish(author, draft));
  }

  Reply edit(Call call) {
    var author = call.require("write:statuses");
    var id = id(call);
    var before = own(author, id);
    var draft = StatusForm.of(call.params()).edit(before);
    var after = posts.edit(author, id, draft);
    describe(author, after.photos(), call.params().each("media_attributes"));
    return answer(author, after);
  }

  /// Changes what is said about photos of a post.
  private void describe(AccountId author, List<MediaId> attached, List<Params> attributes) {
    for (var said : attributes) {
      var asked = said.id("id");
      var id = asked == null ? null : new MediaId(asked);
      if (id != null && attached.contains(id)) {
        var before = photos.require(author, id).caption();
        photos.describe(author, id, MediaHandlers.caption(said, before));
      }
    }
  }

  /// Answers the post with its source, for those who write it anew.
  Reply delete(Call call) {
    var author = call.require("write:statuses");
    var view = views.of(author, own(author, id(call)));
    var gone = posts.delete(author, id(call));
    return Reply.json(200, Json.join(view, Json.bytes(Map.of("text", gone.text()))));
  }

  Reply show(Call call) {
    var viewer = call.find("read:statuses");
    return answer(viewer, posts.requireVisible(viewer, id(call)));
  }

  Reply list(Call call) {
    var viewer = call.find("read:statuses");
    var ids = call.params().ids("id").stream().distinct().map(PostId::new).toList();
    if (ids.size() > MAX_IDS) {
      throw new Refusal.Invalid("Validation failed: Ids are more than " + MAX_IDS);
    }
    var found = posts.findAll(ids);
    var wanted = new ArrayList<Post>();
    for (var id : ids) {
      var post = found.get(id);
      if (post != null) {
        wanted.add(post);
      }
    }
    return Reply.json(200, views.array(viewer, posts.visible(viewer, wanted)));
  }

  Reply context(Call call) {
    var viewer = call.find("read:statuses");
    var context = threads.context(viewer, posts.requireVisible(viewer, id(call)));
    var ancestors = views.array(viewer, context.ancestors());
    var descendants = views.array(viewer, context.descendants());
    return Reply.json(
        200, Json.join(Json.field("ancestors", ancestors), Json.field("descendants", descendants)));
  }

  Reply source(Call call) {
    var viewer = call.require("read:statuses");
    var post = posts.requireVisible(viewer, id(call));
    return Reply.ok(
        Map.of(
            "id", Long.toString(post.id().value()),
            "text", post.text(),
            "spoiler_text", post.warning()));
  }

  Reply history(Call call) {
    var viewer = call.find("read:statuses");
    var post = posts.requireVisible(viewer, id(call));
    return Reply.json(200, Json.array(views.versions(post)));
  }

  Reply favourite(Call call) {
    var who = call.require("write:favourites");
    return answer(who, reactions.favourite(who, id(call)));
  }

  Reply unfavourite(Call call) {
    var who = call.require("write:favourites");
    return answer(who, reactions.unfavourite(who, id(call)));
  }

  Reply reblog(Call call) {
    var who = call.require("write:statuses");
    var visibility = call.params().text("visibility");
    var audience = visibility == null ? Audience.EVERYONE : Visibility.audience(visibility);
    return answer(who, reactions.boost(who, id(call), audience));
  }

  Reply unreblog(Call call) {
    var who = call.require("write:statuses");
    return answer(who, reactions.unboost(who, id(call)));
  }

  Reply bookmark(Call call) {
    var who = call.require("write:bookmarks");
    return answer(who, reactions.bookmark(who, id(call)));
  }

  Reply unbookmark(Call call) {
    var who = call.require("write:bookmarks");
    return answer(who, reactions.unbookmark(who, id(call)));
  }

  Reply pin(Call call) {
    var who = call.require("write:accounts");
    return answer(who, reactions.pin(who, id(call)));
  }

  Reply unpin(Call call) {
    var who = call.require("write:accounts");
    return answer(who, reactions.unpin(who, id(call)));
  }

  Reply favouritedBy(Call call) {
    var viewer = call.find("read:accounts");
    var post = posts.requireVisible(viewer, id(call));
    var page = call.page(40, 80);
    return people(call, viewer, page, reactions.favouritedBy(post.id(), page));
  }

  Reply rebloggedBy(Call call) {
    var viewer = call.find("read:accounts");
    var post = posts.requireVisible(viewer, id(call));
    var page = call.page(40, 80);
    return people(call, viewer, page, reactions.boostedBy(post.id(), page));
  }

  /// `/api/v1/favourites`
  Reply favourites(Call call) {
    var viewer = call.require("read:favourites");
    var page = call.page(20, 40);
    return listed(call, viewer, page, reactions.favourites(viewer, page));
  }

  /// `/api/v1/bookmarks`
  Reply bookmarks(Call call) {
    var viewer = call.require("read:bookmarks");
    var page = call.page(20, 40);
    return listed(call, viewer, page, reactions.bookmarks(viewer, page));
  }

  private Reply people(
      Call call, @Nullable AccountId viewer, PageRequest request, Page<AccountId> page) {
    return Reply.json(200, Json.array(people.listFor(viewer, page.items())))
        .list(call, request, page);
  }

  private Reply listed(Call call, AccountId viewer, PageRequest request, Page<Post> page) {
    return Reply.json(200, views.array(viewer, page.items())).list(call, request, page);
  }

  private Reply answer(@Nullable AccountId viewer, Post post) {
    return Reply.json(200, views.of(viewer, post));
  }

  private Post own(AccountId author, PostId id) {
    var post = posts.requireVisible(author, id);
    if (!post.author().equals(author)) {
      throw new Refusal.NotFound();
    }
    return post;
  }

  private static PostId id(Call call) {
    return new PostId(call.pathId("id"));
  }
}
