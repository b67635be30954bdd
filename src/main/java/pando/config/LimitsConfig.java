package pando.config;

import pando.base.Refusal;

/// The `limits` section: how much one account may ask for before it has to wait.
///
/// The defaults are those of Mastodon, which clients are made for.
///
/// @param requestsPerFiveMinutes of one account or, before sign-in, of one address
/// @param uploadsPerHalfHour photos of one account
/// @param signUpsPerHalfHour new accounts from one address
/// @param signInsPerFiveMinutes attempts from one address
public record LimitsConfig(
    int requestsPerFiveMinutes,
    int uploadsPerHalfHour,
    int signUpsPerHalfHour,
    int signInsPerFiveMinutes) {

  public static final LimitsConfig DEFAULT = new LimitsConfig(300, 30, 5, 25);

  public LimitsConfig {
    requirePositive("requestsPerFiveMinutes", requestsPerFiveMinutes);
    requirePositive("uploadsPerHalfHour", uploadsPerHalfHour);
    requirePositive("signUpsPerHalfHour", signUpsPerHalfHour);
    requirePositive("signInsPerFiveMinutes", signInsPerFiveMinutes);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new Refusal.Invalid(name + " is less than 1: " + value);
    }
  }
}
