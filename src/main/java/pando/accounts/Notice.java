package pando.accounts;

import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// What somebody is to be told.
///
/// @param cause the id of what it follows from, such as a favourite or an event: one cause tells a
///   person a thing once, and never again after it was taken back
public record Notice(
    AccountId to, Notification.Kind kind, AccountId from, @Nullable PostId post, long cause) {}
