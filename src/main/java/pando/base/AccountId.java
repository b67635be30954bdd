package pando.base;

/// Identifies one account: the owner of posts, photos, tokens and notifications.
public record AccountId(long value) implements Id {}
