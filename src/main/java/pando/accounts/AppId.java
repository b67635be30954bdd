package pando.accounts;

import pando.base.Id;

/// Identifies one OAuth client.
public record AppId(long value) implements Id {}
