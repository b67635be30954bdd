package pando.accounts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;

/// All that is between a viewer and another account, as the viewer sees it.
///
/// @param id the other account
/// @param languages of the other's posts that are wanted; null: all
/// @param mutingUntil when the mute ends; null: never, or there is none
/// @param note what the viewer wrote about the other, for themselves alone
public record Relationship(
    AccountId id,
    boolean following,
    boolean showingBoosts,
    boolean notifying,
    @Nullable List<String> languages,
    boolean followedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting,
    boolean mutingNotifications,
    @Nullable Instant mutingUntil,
    boolean requested,
    boolean requestedBy,
    String note) {}
