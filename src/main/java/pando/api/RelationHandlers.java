package pando.api;

import java.time.Duration;
import java.util.ArrayList;
import pando.accounts.Relations;
import pando.accounts.Relations.FollowOptions;
import pando.accounts.Relationship;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;

/// What one person does about another, and the lists that come of it.
final class RelationHandlers {
  private final Relations relations;
  private final AccountViews views;

  RelationHandlers(Relations relations, AccountViews views) {
    this.relations = relations;
    this.views = views;
  }

  Reply follow(Call call) {
    var who = call.require("write:follows");
    var params = call.params();
    var languages = params.has("languages") ? params.texts("languages") : null;
    var options = new FollowOptions(params.flag("reblogs"), params.flag("notify"), languages);
    return answer(relations.follow(who, id(call), options));
  }

  Reply unfollow(Call call) {
    return answer(relations.unfollow(call.require("write:follows"), id(call)));
  }

  Reply block(Call call) {
    return answer(relations.block(call.require("write:blocks"), id(call)));
  }

  Reply unblock(Call call) {
    return answer(relations.unblock(call.require("write:blocks"), id(call)));
  }

  Reply mute(Call call) {
    var who = call.require("write:mutes");
    var seconds = call.params().count("duration", 0);
    var duration = seconds == 0 ? null : Duration.ofSeconds(seconds);
    var notifications = call.params().flag("notifications", true);
    return answer(relations.mute(who, id(call), notifications, duration));
  }

  Reply unmute(Call call) {
    return answer(relations.unmute(call.require("write:mutes"), id(call)));
  }

  Reply note(Call call) {
    var who = call.require("write:accounts");
    var comment = call.params().text("comment");
    return answer(relations.note(who, id(call), comment == null ? "" : comment));
  }

  Reply removeFromFollowers(Call call) {
    return answer(relations.removeFollower(call.require("write:follows"), id(call)));
  }

  Reply authorize(Call call) {
    return answer(relations.authorize(call.require("write:follows"), id(call)));
  }

  Reply reject(Call call) {
    return answer(relations.reject(call.require("write:follows"), id(call)));
  }

  Reply requests(Call call) {
    var viewer = call.require("read:follows");
    var request = call.page(40, 80);
    return people(call, request, relations.requestsFor(viewer, request));
  }

  Reply blocks(Call call) {
    var viewer = call.require("read:blocks");
    var request = call.page(40, 80);
    return people(call, request, relations.blocksOf(viewer, request));
  }

  /// Each says when the mute ends, if it does.
  Reply mutes(Call call) {
    var viewer = call.require("read:mutes");
    var request = call.page(40, 80);
    var page = relations.mutesOf(viewer, request);
    var found = views.all(page.items());
    var muted = relations.relationships(viewer, page.items());
    var list = new ArrayList<byte[]>();
    for (var id : page.items()) {
      var view = found.get(id);
      var relationship = muted.get(id);
      if (view != null && relationship != null) {
        var end = new RelationshipView.MuteEnd(relationship.mutingUntil());
        list.add(Json.join(view, Json.bytes(end)));
      }
    }
    return Reply.json(200, Json.array(list)).list(call, request, page);
  }

  private Reply people(Call call, PageRequest request, Page<AccountId> page) {
    return Reply.json(200, Json.array(views.list(page.items()))).list(call, request, page);
  }

  private static Reply answer(Relationship relationship) {
    return Reply.ok(RelationshipView.of(relationship));
  }

  private static AccountId id(Call call) {
    return new AccountId(call.pathId("id"));
  }
}
