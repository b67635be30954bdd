package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;

/// What a person was told, without the account and the post it is about, which are joined to it.
@Json(naming = Json.Naming.LowerUnderscore)
public record NotificationView(String id, String type, Instant createdAt, String groupKey) {}
