package pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.feed.Feeds;
import pando.http.Call;
import pando.http.Reply;
import pando.posts.Post;
import pando.posts.PostLists.Tagged;
import pando.posts.Tags;

/// `/api/v1/timelines`
final class TimelineHandlers {
  private static final int DEFAULT = 20;
  private static final int CAP = 40;

  private final Feeds feeds;
  private final StatusViews views;

  TimelineHandlers(Feeds feeds, StatusViews views) {
    this.feeds = feeds;
    this.views = views;
  }

  Reply home(Call call) {
    var viewer = call.require("read:statuses");
    var request = call.page(DEFAULT, CAP);
    return timeline(call, viewer, request, feeds.home(viewer, request));
  }

  /// One site: `remote` asks for what there is none of.
  Reply everyone(Call call) {
    var viewer = call.find("read:statuses");
    var request = call.page(DEFAULT, CAP);
    if (call.params().flag("remote", false)) {
      return Reply.ok(List.of());
    }
    var onlyPhotos = call.params().flag("only_media", false);
    return timeline(call, viewer, request, feeds.everyone(viewer, onlyPhotos, request));
  }

  Reply tag(Call call) {
    var viewer = call.find("read:statuses");
    var request = call.page(DEFAULT, CAP);
    var params = call.params();
    var tagged =
        new Tagged(
            Tags.normalise(call.pathParam("hashtag")),
            normalised(params.texts("any")),
            normalised(params.texts("all")),
            normalised(params.texts("none")),
            params.flag("only_media", false));
    return timeline(call, viewer, request, feeds.tagged(viewer, tagged, request));
  }

  private static List<String> normalised(List<String> tags) {
    return tags.stream().map(Tags::normalise).toList();
  }

  private Reply timeline(
      Call call, @Nullable AccountId viewer, PageRequest request, Page<Post> page) {
    return Reply.json(200, views.array(viewer, page.items())).timeline(call, request, page);
  }
}
