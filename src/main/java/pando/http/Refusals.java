package pando.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    return invalid.faults().isEmpty()
        ? Reply.error(422, invalid.reason())
        : Reply.json(422, Json.bytes(InvalidView.of(invalid)));
  }

  /// What is wrong with each field, for forms that show it beside the field.
  @io.avaje.jsonb.Json
  record InvalidView(String error, Map<String, List<FaultView>> details) {
    static InvalidView of(Refusal.Invalid invalid) {
      var details = new TreeMap<String, List<FaultView>>();
      invalid
          .faults()
          .forEach(
              (field, faults) -> details.put(field, faults.stream().map(FaultView::of).toList()));
      return new InvalidView(invalid.reason(), details);
    }
  }

  @io.avaje.jsonb.Json
  record FaultView(String error, String description) {
    static FaultView of(Refusal.Fault fault) {
      return new FaultView(fault.code(), fault.description());
    }
  }

  private static String challenge(Refusal refusal) {
    return "Bearer realm=\"Pando\", error=\"invalid_token\", error_description=\"%s\""
        .formatted(refusal.reason().replaceAll("[^ -~]|[\"\\\\]", "?"));
  }
}
