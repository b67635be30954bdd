package pando.painting;

import java.util.Random;

/// A sky with its clouds, its sun or moon, and at night its stars.
final class Sky {
  private final Light light;
  private final Noise noise;
  private final double horizon;
  private final double stretch;
  final double sunX;
  final double sunY;

  /// @param horizon the y at which it ends
  Sky(Light light, Canvas canvas, double horizon, Random random) {
    this.light = light;
    this.noise = new Noise(random.nextLong());
    this.horizon = horizon;
    this.stretch = 1.6 + 2.2 * random.nextDouble();
    this.sunX = canvas.right() * (0.2 + 0.6 * random.nextDouble());
    this.sunY = horizon * (0.55 + 0.4 * random.nextDouble());
  }

  /// Paints it down to the horizon.
  void paint(Canvas canvas) {
    canvas.paintSoft(0, Math.min(1, horizon + 0.1), this::at);
  }

  /// What it looks like at a place, sun and clouds included.
  Tint at(double x, double y) {
    var depth = y / horizon;
    var dx = x - sunX;
    var dy = y - sunY;
    var far = Math.sqrt(dx * dx + dy * dy);
    var clear = light.sky(depth).plus(light.sun(), 0.5 * Math.exp(-far * 4.2));
    var cover = cover(x, depth);
    if (cover <= 0) {
      return clear;
    }
    var near = Math.exp(-far * 2.2);
    var thick = Light.smooth(cover * 1.3);
    var lit = light.horizon().mix(light.sun(), 0.35 + 0.4 * near).times(1.0 + 0.5 * near);
    var cloud = lit.mix(light.middle().mix(light.shade(), 0.25), thick * (0.75 - 0.35 * near));
    return clear.mix(cloud, 0.85 * Light.smooth(cover * 2.2) * (0.35 + 0.65 * depth));
  }

  /// How thick the clouds are, 0 where there are none; towards the horizon they lie closer.
  private double cover(double x, double depth) {
    var flat = 1.1 / (1.25 - Math.min(1.05, depth));
    var bend = 0.35 * noise.at(x * 1.7 + 40, depth * 3);
    var cloud = noise.cloud(x * stretch * 0.55 * flat + bend, depth * 4.5 * flat * 0.8 + bend, 5);
    return cloud + 0.62 * light.clouds() - 0.32;
  }

  /// The disc of the sun, with its glow.
  void sun(Canvas canvas, double radius) {
    canvas.glow(sunX, sunY, radius * 7, light.sun().times(0.35));
    canvas.glow(sunX, sunY, radius * 2.2, light.sun().times(0.9));
    var disc = light.sun().mix(new Tint(1, 1, 1), 0.45).times(3.2);
    canvas.draw(
        g -> g.fill(Shapes.circle(sunX, sunY, radius)), 0.002, (x, y, under) -> under.plus(disc));
  }

  /// Stars, more of them where `dense` is high.
  static void stars(Canvas canvas, Random random, int count, double bottom) {
    for (var i = 0; i < count; i++) {
      var x = random.nextDouble() * canvas.right();
      var y = random.nextDouble() * bottom;
      var bright = Math.pow(random.nextDouble(), 7);
      var tint = Tint.of(random.nextBoolean() ? 0xcfe0ff : 0xfff0dd);
      canvas.glow(x, y, 0.0011 + 0.0016 * bright, tint.times(0.22 + 2.4 * bright));
    }
  }
}
