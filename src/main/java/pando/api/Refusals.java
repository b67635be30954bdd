package pando.api;

import java.util.Map;
import java.util.stream.Collectors;
import pando.base.Refusal;

/// The one place where a refusal becomes an answer.
final class Refusals {
  private Refusals() {}

  static Reply reply(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Malformed _ -> Reply.error(400, refusal.reason());
      case Refusal.Unauthorized _ ->
          Reply.error(401, refusal.reason()).with("WWW-Authenticate", challenge(refusal));
      case Refusal.Forbidden _ -> Reply.error(403, refusal.reason());
      case Refusal.NotFound _ -> Reply.error(404, refusal.reason());
      case Refusal.TooLarge _ -> Reply.error(413, refusal.reason());
      case Refusal.Invalid invalid -> invalid(invalid);
      case Refusal.RateLimited limited ->
          Reply.error(429, limited.reason())
              .with("Retry-After", Long.toString(limited.retryAfter().toSeconds() + 1));
      case Refusal.Unavailable _ -> Reply.error(503, refusal.reason()).with("Retry-After", "1");
    };
  }

  private static Reply invalid(Refusal.Invalid invalid) {
    if (invalid.faults().isEmpty()) {
      return Reply.error(422, invalid.reason());
    }
    var details =
        invalid.faults().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().stream().map(Refusals::detail).toList()));
    return Reply.json(422, Json.bytes(Map.of("error", invalid.reason(), "details", details)));
  }

  private static Map<String, String> detail(Refusal.Fault fault) {
    return Map.of("error", fault.code(), "description", fault.description());
  }

  private static String challenge(Refusal refusal) {
    return "Bearer realm=\"Pando\", error=\"invalid_token\", error_description=\"%s\""
        .formatted(refusal.reason().replaceAll("[^ -~]|[\"\\\\]", "?"));
  }
}
