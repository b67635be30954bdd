package pando.accounts;

import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;
import pando.queue.Delivery.EventId;

/// What somebody is to be told.
///
/// @param event what it follows from: one event tells a person a thing once
public record Notice(
    AccountId to, Notification.Kind kind, AccountId from, @Nullable PostId post, EventId event) {}
