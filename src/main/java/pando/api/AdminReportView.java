package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.PostId;

/// A report as moderators see it, without the people and posts that it names, which are joined to
/// it.
///
/// @param statusIds Pando's own: what was reported, also what is deleted by now
@Json(naming = Json.Naming.LowerUnderscore)
public record AdminReportView(
    String id,
    boolean actionTaken,
    @Nullable Instant actionTakenAt,
    String category,
    String comment,
    boolean forwarded,
    Instant createdAt,
    Instant updatedAt,
    List<PostId> statusIds,
    List<String> rules) {}
