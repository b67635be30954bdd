package pando.accounts;

import pando.base.Id;

/// Identifies one notification.
public record NotificationId(long value) implements Id {}
