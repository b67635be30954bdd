package pando.posts;

import java.time.Instant;
import java.util.List;
import pando.base.MediaId;

/// What a post was at one time of its life.
///
/// @param version 0 is the original
/// @param createdAt when it became so
public record PostVersion(
    int version,
    String text,
    String warning,
    boolean sensitive,
    List<MediaId> photos,
    Instant createdAt) {
  public PostVersion {
    photos = List.copyOf(photos);
  }
}
