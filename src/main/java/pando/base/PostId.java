package pando.base;

/// Identifies one post or boost.
public record PostId(long value) implements Id {}
