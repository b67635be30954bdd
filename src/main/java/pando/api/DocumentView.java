package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;

/// A text of the site, such as its description. `content` is HTML.
@Json(naming = Json.Naming.LowerUnderscore)
public record DocumentView(Instant updatedAt, String content) {}
