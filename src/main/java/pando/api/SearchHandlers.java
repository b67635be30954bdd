package pando.api;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.posts.PostSearch;
import pando.posts.Posts;
import pando.posts.Tags;

/// `/api/v2/search`, and tags.
final class SearchHandlers {
  private static final int MAX_QUERY = 500; // characters
  private static final Pattern POST_PATH =
      Pattern.compile("/(?:@[^/]+|users/[^/]+/statuses|web/statuses)/([0-9]{1,19})");

  private final AccountHandlers people;
  private final AccountViews accounts;
  private final Posts posts;
  private final PostSearch search;
  private final StatusViews statuses;
  private final Tags tags;
  private final Urls urls;

  SearchHandlers(
      AccountHandlers people,
      AccountViews accounts,
      Posts posts,
      PostSearch search,
      StatusViews statuses,
      Tags tags,
      Urls urls) {
    this.people = people;
    this.accounts = accounts;
    this.posts = posts;
    this.search = search;
    this.statuses = statuses;
    this.tags = tags;
    this.urls = urls;
  }

  Reply search(Call call) {
    var viewer = call.find("read:search");
    var params = call.params();
    var query = params.requireText("q").strip();
    if (query.length() > MAX_QUERY) {
      throw new Refusal.Invalid(
          "Validation failed: Query is longer than %d characters".formatted(MAX_QUERY));
    }
    var type = params.text("type");
    var offset = params.count("offset", 0);
    if (viewer == null && (offset > 0 || params.flag("resolve", false))) {
      throw new Refusal.Unauthorized(
          "Search queries pagination is not supported without authentication");
    }
    var page = call.page(20, 40);
    var from = type == null ? 0 : offset;
    var following = params.flag("following", false) ? viewer : null;
    var none = List.<byte[]>of();
    var accounts = wants(type, "accounts") ? accounts(query, following, from, page) : none;
    var statuses = wants(type, "statuses") ? statuses(viewer, query, from, page) : none;
    var hashtags = wants(type, "hashtags") ? tags(query, from, page.limit()) : List.of();
    return Reply.json(
        200,
        Json.join(
            Json.field("accounts", Json.array(accounts)),
            Json.field("statuses", Json.array(statuses)),
            Json.field("hashtags", Json.bytes(hashtags))));
  }

  private static boolean wants(@Nullable String type, String name) {
    return type == null || type.isBlank() || type.equals(name);
  }

  private List<byte[]> accounts(
      String query, @Nullable AccountId following, int offset, PageRequest page) {
    if (query.startsWith("#")) {
      return List.of();
    }
    var path = localPath(query);
    var name = path == null ? query : path.startsWith("/@") ? path.substring(2) : null;
    return name == null || name.contains("/")
        ? List.of()
        : accounts.list(people.find(name, following, offset, page.limit()));
  }

  private List<byte[]> statuses(
      @Nullable AccountId viewer, String query, int offset, PageRequest page) {
    var path = localPath(query);
    if (path != null) {
      var id = POST_PATH.matcher(path);
      var post = id.matches() ? posts.findVisible(viewer, postId(id.group(1))) : null;
      return post == null ? List.of() : statuses.list(viewer, List.of(post));
    }
    if (viewer == null || query.startsWith("#") || query.startsWith("@")) {
      return List.of();
    }
    return statuses.list(viewer, search.search(viewer, query, null, offset, page));
  }

  private static PostId postId(String digits) {
    try {
      return new PostId(Long.parseLong(digits));
    } catch (NumberFormatException _) {
      return new PostId(0); // 19 digits that are no id: nothing has it
    }
  }

  private List<TagView> tags(String query, int offset, int limit) {
    if (query.startsWith("@") || query.contains(" ") || query.contains("/")) {
      return List.of();
    }
    var prefix = query.startsWith("#") ? query.substring(1) : query;
    var views = new ArrayList<TagView>();
    for (var tag : tags.search(prefix, offset, limit)) {
      views.add(view(tag));
    }
    return views;
  }

  /// `/api/v1/tags/:name`
  Reply tag(Call call) {
    call.find("read:statuses");
    return Reply.ok(view(tags.find(Tags.normalise(call.pathParam("name")))));
  }

  private TagView view(Tags.Tag tag) {
    return new TagView(tag.name(), tag.name(), urls.tag(tag.name()), List.of());
  }

  /// The path of an address on this site, or null.
  private @Nullable String localPath(String query) {
    if (!query.startsWith("http://") && !query.startsWith("https://")) {
      return null;
    }
    try {
      var uri = URI.create(query);
      return urls.domain().equalsIgnoreCase(uri.getAuthority()) ? uri.getPath() : "";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
