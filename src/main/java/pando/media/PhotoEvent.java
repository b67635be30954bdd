package pando.media;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.queue.Event;

/// What happens to photos.
public sealed interface PhotoEvent extends Event {
  /// A version of a photo waits to be prepared; version 0 is the upload itself.
  @Json
  record Requested(MediaId id, AccountId owner, int version) implements PhotoEvent {}

  /// What is shown has changed: it became ready or failed, another version is shown, or its caption
  /// is another.
  @Json
  record Changed(MediaId id, AccountId owner, @Nullable PostId post) implements PhotoEvent {}

  /// It is gone, and so must its files be.
  @Json
  record Deleted(MediaId id, AccountId owner) implements PhotoEvent {}
}
