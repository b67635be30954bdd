package pando.painting;

import java.awt.Color;

/// A colour as light: 1 is the white of paper, and what glows has more.
record Tint(float red, float green, float blue) {
  private static final double GAMMA = 2.2;

  private static final float[] LIGHT = new float[256];

  static {
    for (var part = 0; part < LIGHT.length; part++) {
      LIGHT[part] = (float) Math.pow(part / 255.0, GAMMA);
    }
  }

  static final Tint BLACK = new Tint(0, 0, 0);

  /// The colour that a screen shows for `0xrrggbb`.
  static Tint of(int hex) {
    return new Tint(LIGHT[hex >> 16 & 255], LIGHT[hex >> 8 & 255], LIGHT[hex & 255]);
  }

  /// `part` of the other colour in this one, from 0 to 1.
  Tint mix(Tint other, double part) {
    var of = (float) Math.clamp(part, 0, 1);
    return new Tint(
        red + (other.red - red) * of,
        green + (other.green - green) * of,
        blue + (other.blue - blue) * of);
  }

  Tint times(double strength) {
    var by = (float) strength;
    return new Tint(red * by, green * by, blue * by);
  }

  Tint times(Tint filter) {
    return new Tint(red * filter.red, green * filter.green, blue * filter.blue);
  }

  Tint plus(Tint other) {
    return new Tint(red + other.red, green + other.green, blue + other.blue);
  }

  Tint plus(Tint other, double strength) {
    return plus(other.times(strength));
  }

  /// The colour with its hue turned by `degrees`, as strong and as bright as before.
  Tint turned(double degrees) {
    var hsb = Color.RGBtoHSB(screen(red), screen(green), screen(blue), null);
    return of(Color.HSBtoRGB(hsb[0] + (float) (degrees / 360), hsb[1], hsb[2]));
  }

  private static int screen(float light) {
    return (int) Math.clamp(255 * Math.pow(light, 1 / GAMMA), 0, 255);
  }
}
