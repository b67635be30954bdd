package pando.painting;

import java.util.Random;

/// The sea, its sails and its lighthouses.
final class Shores {
  private Shores() {}

  /// The sun over the sea.
  static void sea(Canvas canvas, Light light, Random random) {
    var horizon = 0.42 + 0.2 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.02 + 0.018 * random.nextDouble());
    var deep = Tint.of(0x0e4a63).times(light.middle()).times(1.2).plus(light.shade(), 0.12);
    var water = new Water(horizon, 0.07, deep);
    water.paint(canvas, random);
    water.glitter(canvas, sky, light.sun(), random);
    if (random.nextInt(2) == 0) {
      beach(canvas, light, random);
    } else {
      boat(canvas, light, random, horizon);
    }
    Heights.birds(canvas, random, horizon * 0.5, light.shade().times(0.6));
  }

  /// Wet sand and the foam of the last wave.
  private static void beach(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var tilt = 0.16 * random.nextGaussian();
    var base = 0.84 + 0.06 * random.nextDouble();
    var edge =
        canvas.keep(
            x -> base + tilt * (x - canvas.right() / 2) + 0.035 * noise.cloud(x * 2.2, 1, 4));
    var sand = Tint.of(0xb28d66).times(light.sun().mix(light.horizon(), 0.6)).times(0.6);
    var foam = light.horizon().mix(new Tint(1, 1, 1), 0.3).times(0.9);
    canvas.veil(
        base - 0.22,
        1,
        foam,
        (x, y) -> {
          var below = y - edge.at(x);
          var wash = noise.ridge(x * 9, below * 34 + 4, 4);
          return Light.smooth(1 + below / 0.05) * Light.smooth(4.5 * (wash - 0.66));
        });
    canvas.paintBelow(
        edge,
        (x, y) -> {
          var below = y - edge.at(x);
          var wet = Math.exp(-below / 0.07);
          var mirror = canvas.at(x, Math.max(0, 0.62 - below * 2));
          var grain = 0.85 + 0.3 * noise.cloud(x * 50, y * 90, 3) + 0.2 * noise.at(x * 4, y * 18);
          var lip =
              Math.exp(-Math.pow((below - 0.004) / 0.005, 2)) * (0.6 + 0.5 * noise.at(x * 30, 8));
          return sand.times(grain).mix(mirror, 0.55 * wet).mix(foam, lip);
        });
  }

  private static void boat(Canvas canvas, Light light, Random random, double horizon) {
    var x = canvas.right() * (0.2 + 0.6 * random.nextDouble());
    var y = horizon + 0.05 + 0.05 * random.nextDouble();
    var size = 0.05 + 0.04 * random.nextDouble();
    var dark = light.shade().times(0.35);
    var sail = light.horizon().mix(light.sun(), 0.5).times(0.85);
    canvas.draw(
        g -> sail(g, x, y, size), (px, py) -> sail.mix(dark, 0.35 + 2.5 * (px - x) / size * 0.2));
    canvas.draw(g -> hull(g, x, y, size), (px, py) -> dark);
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x, y + size * 0.26, size * 0.55, size * 0.1)),
        0.006,
        (px, py, under) -> under.mix(dark, 0.7));
  }

  private static void sail(Pen g, double x, double y, double size) {
    g.fill(Shapes.outline(x, y - size * 1.5, x + size * 0.6, y - size * 0.12, x, y - size * 0.12));
    g.fill(
        Shapes.outline(
            x - size * 0.04,
            y - size * 1.3,
            x - size * 0.45,
            y - size * 0.12,
            x - size * 0.04,
            y - size * 0.12));
  }

  private static void hull(Pen g, double x, double y, double size) {
    g.fill(
        Shapes.outline(
            x - size * 0.6,
            y - size * 0.08,
            x + size * 0.7,
            y - size * 0.08,
            x + size * 0.5,
            y + size * 0.12,
            x - size * 0.5,
            y + size * 0.12));
    g.line(0.002, x, y, x, y - size * 1.55);
  }

  /// A lighthouse on its rock, its beam over the sea.
  static void lighthouse(Canvas canvas, Light light, Random random) {
    var horizon = 0.6 + 0.06 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    if (light.isDark()) {
      Sky.stars(canvas, random, 500, horizon);
    } else {
      sky.sun(canvas, 0.014);
    }
    var left = sky.sunX > canvas.right() / 2;
    var x = canvas.right() * (left ? 0.27 : 0.73);
    var top = 0.2 + 0.06 * random.nextDouble();
    var deep = Tint.of(0x10404f).times(light.middle()).times(1.1).plus(light.shade(), 0.15);
    var beam = Tint.of(0xffe2a0);
    var dark = light.zenith().blue() < 0.2;
    if (dark) {
      beam(canvas, x, top, left ? 1 : -1, beam);
    }
    var water = new Water(horizon, 0.08, deep);
    water.paint(canvas, random);
    water.glitter(canvas, sky, light.sun().times(0.7), random);
    rock(canvas, light, random, left);
    tower(canvas, light, x, top);
    if (dark) {
      canvas.glow(x, top + 0.018, 0.012, beam.times(4));
      canvas.glow(x, top + 0.018, 0.07, beam.times(0.7));
    }
  }

  private static void beam(Canvas canvas, double x, double y, int side, Tint tint) {
    canvas.shine(
        0,
        0.7,
        (px, py) -> {
          var along = (px - x) * side;
          if (along <= 0) {
            return Tint.BLACK;
          }
          var off = (py - y - 0.018 + along * 0.05) / (0.008 + along * 0.09);
          return tint.times(0.5 * Math.exp(-off * off) * Math.exp(-along * 1.4));
        });
  }

  private static void rock(Canvas canvas, Light light, Random random, boolean left) {
    var noise = new Noise(random.nextLong());
    var stone = Tint.of(0x6d6257).times(light.sun().mix(light.middle(), 0.5)).times(1.15);
    var green = Tint.of(0x5d7a40).times(light.sun().mix(light.middle(), 0.4)).times(0.95);
    var side = left ? -0.3 : 0.3; // its layers fall to the sea
    var line =
        canvas.keep(along -> {
          var x = left ? along : canvas.right() - along;
          var far = x / canvas.right();
          return 0.585
              + 0.42 * Math.pow(Math.max(0, far - 0.3), 0.9) * 1.35
              - 0.06 * noise.cloud(x * 5, 1, 5)
              + 0.06 * Math.max(0, 0.2 - far);
        });
    canvas.paintBelow(
        line,
        (x, y) -> {
          var below = y - line.at(x);
          var tilt = y + side * x;
          var strata = noise.cloud(x * 2.5, tilt * 22 + 1.5 * noise.at(x * 5, 3), 4);
          var cracks = noise.ridge(x * 12 + 2 * strata, y * 7, 4) - 0.62;
          var lit = 0.7 + 0.8 * strata - 1.5 * cracks + 0.35 * noise.at(x * 4, y * 3) - 0.5 * below;
          var grass = Light.smooth(1.4 - below / 0.035 + noise.at(x * 20, y * 9));
          return stone
              .times(Math.max(0.12, lit))
              .plus(light.shade(), 0.2)
              .mix(green.times(0.75 + 0.5 * noise.cloud(x * 60, y * 60, 2)), grass);
        });
  }

  private static void tower(Canvas canvas, Light light, double x, double top) {
    var white = light.sun().mix(light.horizon(), 0.5).times(0.85).plus(light.shade(), 0.4);
    var red =
        Tint.of(0xb5302a).times(light.sun().mix(light.horizon(), 0.5)).plus(light.shade(), 0.15);
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - 0.026,
                    top + 0.05,
                    x + 0.026,
                    top + 0.05,
                    x + 0.042,
                    0.62,
                    x - 0.042,
                    0.62)),
        (px, py) -> {
          var round = 1 - 0.75 * Math.pow(Math.clamp((px - x) / 0.042 * 0.9 + 0.25, -1, 1), 2);
          var band = (int) ((py - top) / 0.085) % 2 == 0;
          return (band ? white : red).times(round);
        });
    var dark = light.shade().times(0.5);
    canvas.draw(
        g -> {
          g.fill(Shapes.box(x - 0.034, top + 0.042, 0.068, 0.01));
          g.fill(Shapes.outline(x - 0.024, top + 0.004, x, top - 0.028, x + 0.024, top + 0.004));
          g.line(0.003, x - 0.019, top, x - 0.019, top + 0.045);
          g.line(0.003, x + 0.019, top, x + 0.019, top + 0.045);
        },
        (px, py) -> dark);
  }
}
