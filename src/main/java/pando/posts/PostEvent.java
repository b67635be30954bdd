package pando.posts;

import io.avaje.jsonb.Json;
import pando.base.AccountId;
import pando.base.PostId;
import pando.queue.Event;

/// What happened to a post. The event is in the slot of who did it.
public sealed interface PostEvent extends Event {
  /// A post, or a boost when it has a `boostOf`.
  @Json
  record Published(Outline post, PostId thread) implements PostEvent {}

  /// A post was edited.
  ///
  /// @param before the post as it was until this edit
  @Json
  record Edited(Outline before, Outline post, int version) implements PostEvent {}

  /// A post or boost was deleted; a boost also when it was undone.
  @Json
  record Deleted(Outline post) implements PostEvent {}

  /// A post was favourited.
  ///
  /// @param favourite the own id of the favourite, which grows with time
  @Json
  record Favourited(AccountId by, PostId post, AccountId author, long favourite)
      implements PostEvent {}

  /// A favourite was undone.
  ///
  /// @param favourite the one that was undone
  @Json
  record Unfavourited(AccountId by, PostId post, AccountId author, long favourite)
      implements PostEvent {}
}
