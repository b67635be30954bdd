package pando.api;

import io.avaje.jsonb.Json;

/// An access token, as `POST /oauth/token` answers it. `createdAt` is in seconds since 1970.
@Json(naming = Json.Naming.LowerUnderscore)
public record TokenView(String accessToken, String tokenType, String scope, long createdAt) {}
