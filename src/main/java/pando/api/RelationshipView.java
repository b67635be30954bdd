package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Relationship;
import pando.base.AccountId;

/// What is between the viewer and another person, in Mastodon's words.
@Json(naming = Json.Naming.LowerUnderscore)
public record RelationshipView(
    AccountId id,
    boolean following,
    boolean showingReblogs,
    boolean notifying,
    @Nullable List<String> languages,
    boolean followedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting,
    boolean mutingNotifications,
    @Nullable Instant mutingExpiresAt,
    boolean requested,
    boolean requestedBy,
    boolean domainBlocking,
    boolean endorsed,
    String note) {

  /// What stands beside a person in the list of those who are muted; null: for ever.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record MuteEnd(@Nullable Instant muteExpiresAt) {}

  static RelationshipView of(Relationship it) {
    return new RelationshipView(
        it.id(),
        it.following(),
        it.showingBoosts(),
        it.notifying(),
        it.languages(),
        it.followedBy(),
        it.blocking(),
        it.blockedBy(),
        it.muting(),
        it.mutingNotifications(),
        it.mutingUntil(),
        it.requested(),
        it.requestedBy(),
        false,
        false,
        it.note());
  }
}
