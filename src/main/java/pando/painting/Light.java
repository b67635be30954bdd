package pando.painting;

import java.util.Random;

/// The light of a moment: what the sky, the sun and what is far away look like.
///
/// @param zenith the sky above
/// @param middle the sky half way down
/// @param horizon the sky at the horizon, and what is in the haze there
/// @param sun what the sun gives to what it shines on; dark at night
/// @param shade what is in the shadow
/// @param clouds how much of the sky they cover, from 0 to 1
record Light(Tint zenith, Tint middle, Tint horizon, Tint sun, Tint shade, double clouds) {
  private static final double HUES = 9; // degrees to either side

  /// The light of an hour, never twice the same.
  static Light of(Hour hour, Random random) {
    var turn = HUES * (2 * random.nextDouble() - 1);
    var strength = 0.9 + 0.25 * random.nextDouble();
    var clouds = 0.25 + 0.5 * random.nextDouble();
    var tints = hour.tints();
    return new Light(
        tints[0].turned(turn).times(strength),
        tints[1].turned(turn * 0.7).times(strength),
        tints[2].turned(turn * 0.5).times(strength),
        tints[3],
        tints[4].turned(turn),
        hour == Hour.OVERCAST ? 0.9 : clouds);
  }

  boolean isDark() {
    return zenith.blue() < 0.06;
  }

  /// The clear sky.
  ///
  /// @param depth from 0 at the top of the sky to 1 at the horizon
  Tint sky(double depth) {
    var at = Math.clamp(depth, 0, 1);
    return at < 0.55
        ? zenith.mix(middle, smooth(at / 0.55))
        : middle.mix(horizon, Math.pow((at - 0.55) / 0.45, 1.4));
  }

  static double smooth(double part) {
    var at = Math.clamp(part, 0, 1);
    return at * at * (3 - 2 * at);
  }
}
