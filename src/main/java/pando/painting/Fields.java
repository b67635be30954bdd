package pando.painting;

import java.awt.geom.Path2D;
import java.util.Random;

/// Open land, and what floats over it.
final class Fields {
  private Fields() {}

  /// Rows that run to the horizon: lavender, wheat, rape, tulips; a tree stands alone.
  static void fields(Canvas canvas, Light light, Random random) {
    var horizon = 0.44 + 0.12 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.015);
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 3; i++) {
      var number = i;
      var line =
          canvas.keep(x ->
              horizon
                  + 0.004
                  - 0.012 * (2 - number)
                  - (0.07 - 0.02 * number)
                      * Math.abs(noise.cloud(x * 1.3 + number * 8, number, 4)));
      var tint = light.horizon().mix(light.middle(), 0.35).mix(light.shade(), 0.18 + 0.2 * i);
      canvas.paintBelow(line, (x, y) -> tint.times(1 + 0.25 * noise.cloud(x * 18, y * 50, 3)));
    }
    int[] crops = {0x7a55a8, 0xd8b23c, 0xe3c414, 0xc93f4c, 0x8fae3e, 0xcfa05a};
    var crop = Tint.of(crops[random.nextInt(crops.length)]).turned(6 * random.nextGaussian());
    rows(
        canvas,
        light,
        noise,
        crop,
        new Vanish(canvas.right() * (0.25 + 0.5 * random.nextDouble()), horizon));
    if (random.nextInt(4) > 0) {
      lonelyTree(canvas, light, random, horizon);
    }
  }

  /// Where rows meet.
  private record Vanish(double x, double y) {}

  private static void rows(Canvas canvas, Light light, Noise noise, Tint crop, Vanish vanish) {
    var sun = light.sun().mix(light.horizon(), 0.45).plus(light.shade(), 0.25);
    var lit = crop.times(sun).times(1.1);
    var leaf = Tint.of(0x4c5e30).times(sun).times(0.5);
    var soil = Tint.of(0x4d3a2a).times(sun).times(0.4);
    var line = canvas.keep(x -> vanish.y + 0.006 * noise.at(x * 3, 5));
    canvas.paintBelow(
        line,
        (x, y) -> {
          var near = (y - vanish.y + 0.012) / (1 - vanish.y);
          var across = (x - vanish.x) / near + 0.25 * noise.at(y * 6, 9) * (1 - near);
          var row = Math.abs(across * 4.2 - Math.rint(across * 4.2)) * 2;
          var tuft = noise.cloud(across * 26, 9 / near, 3);
          var fine = noise.at(x * 130, y * 150 + 3);
          var edge = Light.smooth((0.78 + 0.5 * tuft - row) * 5);
          var top = Light.smooth((0.62 + 0.6 * tuft - row) * 3);
          var tint =
              soil.mix(leaf.times(1 + 0.5 * fine), edge)
                  .mix(lit.times(0.85 + 0.9 * tuft + 0.3 * fine), top);
          var flat = Math.exp(-near * 9);
          return tint.mix(lit.times(0.8).mix(light.horizon(), 0.45), flat);
        });
  }

  private static void lonelyTree(Canvas canvas, Light light, Random random, double horizon) {
    var x = canvas.right() * (0.2 + 0.6 * random.nextDouble());
    var foot = horizon + 0.03;
    var dark = light.shade().times(0.45);
    var green = Tint.of(0x3c4c22).times(light.sun().mix(light.horizon(), 0.5));
    var seed = random.nextLong();
    var noise = new Noise(seed);
    canvas.draw(
        g ->
            Shapes.tree(
                g,
                new Shapes.Bough(x, foot, 0.07, 0.011, -Math.PI / 2),
                new Random(seed),
                (_, _) -> {}),
        (px, py) -> dark);
    canvas.draw(
        g ->
            Shapes.tree(
                g,
                new Shapes.Bough(x, foot, 0.07, 0.011, -Math.PI / 2),
                new Random(seed),
                (lx, ly) -> {
                  for (var i = 0; i < 7; i++) {
                    Woods.leaf(
                        g,
                        random,
                        lx + 0.011 * random.nextGaussian(),
                        ly + 0.009 * random.nextGaussian(),
                        0.0055);
                  }
                }),
        (px, py) ->
            green.mix(
                dark,
                Light.smooth(0.5 + 2 * noise.cloud(px * 30, py * 30, 2) + (py - foot + 0.16) * 4)));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x + 0.03, foot + 0.006, 0.12, 0.008)),
        0.005,
        (px, py, under) -> under.times(0.45));
  }

  /// Balloons over hills in the morning.
  static void balloons(Canvas canvas, Light light, Random random) {
    var horizon = 0.72;
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.018);
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 4; i++) {
      var near = i / 3.0;
      var number = i;
      var line =
          canvas.keep(x ->
              horizon
                  - 0.04
                  + 0.2 * near
                  - 0.11 * noise.cloud(x * 2.1 + number * 8, number, 5)
                  - 0.008 * near * Math.abs(noise.at(x * 90, 4)));
      var tint =
          light.horizon().mix(light.middle(), 0.3).mix(light.shade().times(0.6), 0.15 + 0.8 * near);
      canvas.paintBelow(
          line,
          (x, y) ->
              tint.times(1 + 0.3 * near * noise.cloud(x * 16, y * 30, 3))
                  .mix(light.horizon(), (1 - near * 0.7) * Light.smooth((y - line.at(x)) / 0.13)));
    }
    var count = 5 + random.nextInt(6);
    for (var i = 0; i < count; i++) {
      var near = Math.pow((i + 1.0) / count, 2.4);
      var size = 0.018 + 0.14 * near;
      var x = canvas.right() * (0.06 + 0.88 * ((i * 0.618 + 0.15 * random.nextDouble()) % 1));
      var y = 0.14 + 0.4 * random.nextDouble() * (1 - 0.45 * near) + size * 0.6;
      balloon(
          canvas, light, random, new Balloon(x, y, size, 0.6 * (1 - near)), sky.sunX > x ? 1 : -1);
    }
  }

  /// @param haze how much of it is before the balloon, from 0 to 1
  private record Balloon(double x, double y, double size, double haze) {}

  /// @param side of the sun: 1 is on the right
  private static void balloon(
      Canvas canvas, Light light, Random random, Balloon balloon, int side) {
    int[] paints = {0xd8412f, 0xf0b429, 0x2f6f9f, 0xf3e7cf, 0x7b3f73, 0x2f8f7a, 0xe8743b, 0x27406b};
    var first = Tint.of(paints[random.nextInt(paints.length)]);
    var second = Tint.of(paints[random.nextInt(paints.length)]).mix(Tint.of(0xf5ead5), 0.3);
    var x = balloon.x;
    var y = balloon.y;
    var size = balloon.size;
    var gores = 5 + random.nextInt(4);
    var banded = random.nextInt(3) == 0;
    canvas.draw(
        g -> g.fill(envelope(x, y, size)),
        (px, py) -> {
          var down = (py - y) / size;
          var half =
              0.78
                  * Math.sqrt(
                      Math.max(
                          0.02, 1 - Math.pow((down + 0.18) / (down < -0.18 ? 0.74 : 1.12), 2)));
          var round = Math.clamp((px - x) / size / half, -1, 1);
          var turn = Math.asin(round) / Math.PI + 0.5;
          var stripe = (int) (turn * gores) % 2 == 0;
          var seam = Math.abs(turn * gores - Math.rint(turn * gores)) < 0.04 ? 0.8 : 1;
          var paint = (banded && Math.abs(down + 0.1) < 0.22) != stripe ? first : second;
          var lit = 0.55 + 0.55 * Light.smooth(0.5 + 0.6 * round * side) - 0.22 * Math.max(0, down);
          return paint
              .times(light.sun().mix(light.horizon(), 0.6))
              .times(lit * seam * 0.95)
              .plus(light.shade(), 0.12)
              .mix(light.horizon(), balloon.haze);
        });
    basket(canvas, light.shade().times(0.6).mix(light.horizon(), balloon.haze), x, y, size);
    if (size > 0.05 && random.nextBoolean()) {
      canvas.glow(x, y + size * 0.92, size * 0.13, Tint.of(0xffc56a).times(1.6));
    }
  }

  private static Path2D envelope(double x, double y, double size) {
    var wide = 0.78 * size;
    var narrow = 0.28 * size;
    var path = new Path2D.Double();
    path.moveTo(x - size * 0.13, y + size * 0.86);
    path.curveTo(x - narrow, y + size * 0.55, x - wide, y + size * 0.3, x - wide, y - size * 0.18);
    path.curveTo(x - wide, y - size * 1.16, x + wide, y - size * 1.16, x + wide, y - size * 0.18);
    path.curveTo(
        x + wide, y + size * 0.3, x + narrow, y + size * 0.55, x + size * 0.13, y + size * 0.86);
    path.closePath();
    return path;
  }

  private static void basket(Canvas canvas, Tint tint, double x, double y, double size) {
    var top = y + size * 1.06;
    canvas.draw(
        g -> {
          g.fill(Shapes.box(x - size * 0.09, top, size * 0.18, size * 0.14));
          g.line(size * 0.012, x - size * 0.12, y + size * 0.86, x - size * 0.08, top);
          g.line(size * 0.012, x + size * 0.12, y + size * 0.86, x + size * 0.08, top);
        },
        (px, py) -> tint);
  }
}
