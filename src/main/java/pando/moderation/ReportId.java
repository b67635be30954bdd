package pando.moderation;

import pando.base.Id;

/// Identifies one report; its slot is that of the account that is reported.
public record ReportId(long value) implements Id {}
