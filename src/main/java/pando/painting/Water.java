package pando.painting;

import java.util.Random;

/// Water that mirrors what is painted above it.
///
/// @param shore the y at which it begins
/// @param ripple how rough it is: 0.01 is a pond at dawn, 0.1 the open sea
/// @param deep its own colour
record Water(double shore, double ripple, Tint deep) {

  void paint(Canvas canvas, Random random) {
    var noise = new Noise(random.nextLong());
    var middle = canvas.right() / 2;
    canvas.paint(
        shore,
        1,
        (x, y) -> {
          var near = (y - shore) / (1 - shore);
          var far = 1 / (near + 0.06);
          var calm = Math.min(1, near * 9);
          var across = (x - middle) * far * 1.6 + middle;
          var wave = noise.cloud(across * 2.1, far * 6.5, 3);
          var chop = noise.at(across * 7 + 50, far * 26);
          var slope = ripple * calm * (1.5 * wave + 0.55 * chop);
          var mirrored = shore - (y - shore) * 0.92 + slope * (0.8 + 1.4 * near);
          var up = Math.clamp(mirrored, 0, shore - 0.002);
          var seen = canvas.at(x + slope * 0.5, up);
          var share = 0.9 - 0.5 * near - 1.4 * Math.abs(slope);
          return deep.times(0.8 + 2.5 * slope).mix(seen, share);
        });
  }

  /// The path of the sun on it.
  void glitter(Canvas canvas, Sky sky, Tint sun, Random random) {
    var noise = new Noise(random.nextLong());
    canvas.sparkle(
        shore,
        1,
        (x, y) -> {
          var near = (y - shore) / (1 - shore);
          var wide = 0.035 + 0.22 * near;
          var off = (x - sky.sunX) / wide;
          var path = Math.exp(-off * off);
          if (path < 0.01) {
            return Tint.BLACK;
          }
          var far = 1 / (near + 0.05);
          var glint =
              noise.at((x - sky.sunX) * (14 + far * 9), far * 17)
                  + 0.6 * noise.at((x - sky.sunX) * 60, y * 190 + 9);
          return sun.times(path * 2.4 * Math.max(0, glint - 0.28));
        });
  }
}
