package pando.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.posts.PostLists;
import pando.posts.PostLists.Filter;
import pando.posts.Tags;

/// `/api/v1/accounts`, as far as they are read by others.
final class AccountHandlers {
  private static final int MAX_IDS = 40;
  private static final int MAX_QUERY = 200; // characters

  private final Accounts accounts;
  private final Relations relations;
  private final PostLists lists;
  private final AccountViews views;
  private final StatusViews statuses;
  private final Urls urls;

  AccountHandlers(
      Accounts accounts,
      Relations relations,
      PostLists lists,
      AccountViews views,
      StatusViews statuses,
      Urls urls) {
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.views = views;
    this.statuses = statuses;
    this.urls = urls;
  }

  Reply show(Call call) {
    call.find("read:accounts");
    return Reply.json(200, views.of(account(call).id()));
  }

  Reply list(Call call) {
    call.find("read:accounts");
    var ids = call.params().ids("id").stream().distinct().map(AccountId::new).toList();
    if (ids.size() > MAX_IDS) {
      throw new Refusal.Invalid("Validation failed: Ids are more than " + MAX_IDS);
    }
    return Reply.json(200, Json.array(views.list(ids)));
  }

  Reply statuses(Call call) {
    var viewer = call.find("read:statuses");
    var request = call.page(20, 40);
    var params = call.params();
    var tag = params.text("tagged");
    var filter =
        new Filter(
            params.flag("only_media", false),
            params.flag("exclude_replies", false),
            params.flag("exclude_reblogs", false),
            tag == null || tag.isBlank() ? null : Tags.normalise(tag),
            params.flag("pinned", false));
    var page = lists.ofAuthor(account(call).id(), viewer, filter, request);
    var shown = statuses.array(viewer, page.items());
    return filter.pinned()
        ? Reply.json(200, shown)
        : Reply.json(200, shown).timeline(call, request, page);
  }

  Reply followers(Call call) {
    return people(call, relations::followersOf);
  }

  Reply following(Call call) {
    return people(call, relations::followingOf);
  }

  /// Nobody, if the person does not want to show them, or has blocked who asks.
  private Reply people(Call call, BiFunction<AccountId, PageRequest, Page<AccountId>> find) {
    var viewer = call.find("read:accounts");
    var request = call.page(40, 80);
    var account = account(call);
    var own = account.id().equals(viewer);
    var blocked = viewer != null && relations.ties(viewer).blockedBy(account.id());
    if (blocked || (account.hideCollections() && !own)) {
      return Reply.json(200, Json.array(List.of()));
    }
    var page = find.apply(account.id(), request);
    var shown = views.listFor(own ? null : viewer, page.items());
    return Reply.json(200, Json.array(shown)).list(call, request, page);
  }

  Reply lookup(Call call) {
    call.find("read:accounts");
    var account = accounts.findByName(localName(call.params().requireText("acct")));
    if (account == null || account.disabled()) {
      throw new Refusal.NotFound();
    }
    return Reply.json(200, views.of(account.id()));
  }

  Reply search(Call call) {
    var viewer = call.require("read:accounts");
    var params = call.params();
    var limit = call.page(40, 80).limit();
    var following = params.flag("following", false) ? viewer : null;
    var found = find(params.requireText("q"), following, params.count("offset", 0), limit);
    return Reply.json(200, Json.array(views.list(found)));
  }

  /// People by a text: the one of exactly this name first, in all four spellings.
  List<AccountId> find(String text, @Nullable AccountId followedBy, int offset, int limit) {
    var query = localName(shortened(text));
    var found = new LinkedHashSet<AccountId>();
    var exact = offset == 0 ? accounts.findByName(query) : null;
    if (exact != null
        && !exact.disabled()
        && (followedBy == null || relations.ties(followedBy).follows(exact.id()))) {
      found.add(exact.id());
    }
    for (var account : accounts.search(query, followedBy, offset, limit)) {
      found.add(account.id());
    }
    return new ArrayList<>(found).subList(0, Math.min(limit, found.size()));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) > MAX_QUERY
        ? text.substring(0, text.offsetByCodePoints(0, MAX_QUERY))
        : text;
  }

  /// `Bob`, `@bob` and `bob@own.domain` all are `bob`.
  private String localName(String text) {
    var name = text.strip();
    if (name.startsWith("@")) {
      name = name.substring(1);
    }
    var at = name.indexOf('@');
    return at > 0 && name.substring(at + 1).equalsIgnoreCase(urls.domain())
        ? name.substring(0, at)
        : name;
  }

  Reply relationships(Call call) {
    var viewer = call.require("read:follows");
    var ids =
        call.params().ids("id").stream().distinct().limit(MAX_IDS).map(AccountId::new).toList();
    var known = accounts.findAll(ids).keySet();
    var ordered = ids.stream().filter(known::contains).toList();
    var found = relations.relationships(viewer, ordered);
    return Reply.ok(ordered.stream().map(found::get).map(RelationshipView::of).toList());
  }

  Reply familiarFollowers(Call call) {
    call.require("read:follows");
    return Reply.ok(
        call.params().ids("id").stream()
            .distinct()
            .limit(MAX_IDS)
            .map(id -> Map.of("id", Long.toString(id), "accounts", List.of()))
            .toList());
  }

  private Account account(Call call) {
    var account = accounts.find(id(call));
    if (account == null || account.disabled()) {
      throw new Refusal.NotFound();
    }
    return account;
  }

  private static AccountId id(Call call) {
    return new AccountId(call.pathId("id"));
  }
}
