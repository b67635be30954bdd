package pando.base;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A request that Pando understood and will not carry out. The reason is safe to show.
///
/// Whatever else is thrown is a defect or an outage: the caller sees 500 and a request id.
public abstract sealed class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Refusal(String reason) {
    super(reason, null, false, false); // expected, so no stack trace
  }

  /// What was refused and what to do about it, in words for the caller.
  public String reason() {
    return String.valueOf(getMessage());
  }

  /// The request is malformed: a parameter is missing or has the wrong type.
  public static final class Malformed extends Refusal {
    private static final long serialVersionUID = 1L;

    public Malformed(String reason) {
      super(reason);
    }
  }

  /// The request is well-formed and breaks a rule.
  public static final class Invalid extends Refusal {
    private static final long serialVersionUID = 1L;

    /// What is wrong with each field, for forms that show it beside the field.
    private final transient Map<String, List<Fault>> faults;

    public Invalid(String reason) {
      this(reason, Map.of());
    }

    public Invalid(String reason, Map<String, List<Fault>> faults) {
      super(reason);
      this.faults = Map.copyOf(faults);
    }

    public Map<String, List<Fault>> faults() {
      return faults;
    }
  }

  /// One thing that is wrong with a field.
  ///
  /// @param code a stable word for programs, such as `ERR_TAKEN`
  /// @param description a few words for people, such as "is already taken"
  public record Fault(String code, String description) {}

  /// The caller has not said who they are, or not convincingly.
  public static final class Unauthorized extends Refusal {
    private static final long serialVersionUID = 1L;

    public Unauthorized(String reason) {
      super(reason);
    }
  }

  /// The caller may know of the thing but not do this to it.
  public static final class Forbidden extends Refusal {
    private static final long serialVersionUID = 1L;

    public Forbidden(String reason) {
      super(reason);
    }
  }

  /// There is no such thing, or none that the caller may know of.
  public static final class NotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    public NotFound() {
      super("Record not found");
    }

    public NotFound(String reason) {
      super(reason);
    }
  }

  /// The body, or a thing in it, is larger than a named limit.
  public static final class TooLarge extends Refusal {
    private static final long serialVersionUID = 1L;

    public TooLarge(String reason) {
      super(reason);
    }
  }

  /// The caller asks too often.
  public static final class RateLimited extends Refusal {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    public RateLimited(Duration retryAfter) {
      super("Too many requests");
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// Something that the request needs does not answer in time; trying again later may help.
  public static final class Unavailable extends Refusal {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason) {
      super(reason);
    }
  }
}
