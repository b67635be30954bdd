package pando.painting;

import java.util.Arrays;

/// When a picture is taken.
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the array
public enum Hour {
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
    this.tints = Arrays.stream(tints).mapToObj(Tint::of).toArray(Tint[]::new);
  }

  /// Those of [Light] but the last, in its order.
  Tint[] tints() {
    return tints;
  }
}
