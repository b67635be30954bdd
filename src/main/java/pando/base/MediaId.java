package pando.base;

/// Identifies one photo.
public record MediaId(long value) implements Id {}
