package pando.demo;

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

  /// When a picture is taken.
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes the array
  enum Hour {
    DAWN(0x44597f, 0xa3a7be, 0xf3c9ae, 0xffc48a, 0x2b3648),
    MORNING(0x5b8fc4, 0xa5c6de, 0xe9e6d8, 0xfff0cf, 0x35475a),
    DAY(0x2f6fb5, 0x78afdd, 0xd2e4ee, 0xfffaf0, 0x2c4154),
    GOLDEN(0x5f86ac, 0xc6b99c, 0xffd08a, 0xffc060, 0x463a37),
    SUNSET(0x33406e, 0xb0627c, 0xff9a52, 0xff8038, 0x2a2238),
    DUSK(0x141f3e, 0x3c4a78, 0xc08a8c, 0x94709a, 0x141a2c),
    NIGHT(0x040913, 0x0a1527, 0x1b2f47, 0x31465f, 0x04070d),
    OVERCAST(0x8795a3, 0xa9b4bd, 0xced3d5, 0xb9c0c4, 0x363f46);

    private final Tint[] tints;

    Hour(int... tints) {
      this.tints = java.util.Arrays.stream(tints).mapToObj(Tint::of).toArray(Tint[]::new);
    }
  }

  private static final double HUES = 9; // degrees to either side

  /// The light of an hour, never twice the same.
  static Light of(Hour hour, Random random) {
    var turn = HUES * (2 * random.nextDouble() - 1);
    var strength = 0.9 + 0.25 * random.nextDouble();
    var clouds = 0.25 + 0.5 * random.nextDouble();
    var tints = hour.tints;
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
