package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.PostId;

/// What somebody has reported, without whom, who is joined to it.
@Json(naming = Json.Naming.LowerUnderscore)
public record ReportView(
    String id,
    boolean actionTaken,
    @Nullable Instant actionTakenAt,
    String category,
    String comment,
    boolean forwarded,
    Instant createdAt,
    List<PostId> statusIds,
    List<String> ruleIds) {}
