package pando.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pando.base.Refusal;

/// The one place where a refusal becomes an answer.
public final class Refusals {
  private Refusals() {}

  /// The HTTP status of a refusal.
  public static int status(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Malformed _ -> 400;
      case Refusal.Unauthorized _ -> 401;
      case Refusal.Forbidden _ -> 403;
      case Refusal.NotFound _ -> 404;
      case Refusal.TooLarge _ -> 413;
      case Refusal.Invalid _ -> 422;
      case Refusal.RateLimited _ -> 429;
      case Refusal.Unavailable _ -> 503;
    };
  }

  static Reply reply(Refusal refusal) {
    var plain = Reply.error(status(refusal), refusal.reason());
    return switch (refusal) {
      case Refusal.Unauthorized _ -> plain.with("WWW-Authenticate", challenge(refusal));
      case Refusal.Invalid invalid -> invalid.faults().isEmpty() ? plain : detailed(invalid);
      case Refusal.RateLimited limited ->
          plain.with("Retry-After", Long.toString(limited.retryAfter().toSeconds() + 1));
      case Refusal.Unavailable _ -> plain.with("Retry-After", "1");
      case Refusal.Malformed _, Refusal.Forbidden _, Refusal.NotFound _, Refusal.TooLarge _ ->
          plain;
    };
  }

  private static Reply detailed(Refusal.Invalid invalid) {
    return Reply.json(status(invalid), Json.bytes(InvalidView.of(invalid)));
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
