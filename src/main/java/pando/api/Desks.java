package pando.api;

import pando.accounts.Accounts;
import pando.accounts.Directory;
import pando.accounts.Logins;
import pando.accounts.Markers;
import pando.accounts.Notifications;
import pando.accounts.Relations;
import pando.accounts.Sessions;
import pando.accounts.Tokens;
import pando.feed.Feeds;
import pando.media.Photos;
import pando.moderation.Moderation;
import pando.moderation.Reports;
import pando.posts.PostLists;
import pando.posts.PostSearch;
import pando.posts.Posts;
import pando.posts.Reactions;
import pando.posts.Tags;
import pando.posts.Threads;

/// Everything that the API serves: the desks of the rooms below.
public record Desks(
    People people, Photos photos, Publishing publishing, Feeds feeds, Moderating moderating) {

  /// The desks of accounts.
  public record People(
      Accounts accounts,
      Logins logins,
      Sessions sessions,
      Tokens tokens,
      Relations relations,
      Notifications notifications,
      Markers markers) {}

  /// The desks of posts.
  public record Publishing(
      Posts posts,
      PostLists lists,
      Reactions reactions,
      Threads threads,
      Tags tags,
      PostSearch search) {}

  /// The desks of moderators.
  public record Moderating(Directory directory, Reports reports, Moderation moderation) {}
}
