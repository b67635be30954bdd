package pando.painting;

import java.util.Random;

/// Harbours, bridges and lakes: still water that doubles what stands beside it.
final class Piers {
  /// How many rows of houses a harbour has, one above the other.
  private static final int STREETS = 3;

  private Piers() {}

  /// Boats at rest before a town with its lights.
  static void harbour(Canvas canvas, Light light, Random random) {
    var shore = 0.52 + 0.06 * random.nextDouble();
    var sky = new Sky(light, canvas, shore, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.013);
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 2; i++) {
      var number = i;
      var hills =
          canvas.keep(
              x -> shore - 0.05 * (2 - number) - 0.09 * Math.abs(noise.cloud(x * 1.6, number, 4)));
      var tint = light.horizon().mix(light.shade(), 0.3 + 0.3 * i);
      canvas.paintBelow(hills, (x, y) -> tint.times(1 + 0.2 * noise.cloud(x * 12, y * 20, 3)));
    }
    for (var row = 0; row < STREETS; row++) {
      street(canvas, light, random, row, shore - 0.021 * (STREETS - 1 - row));
    }
    var boats = 4 + random.nextInt(3);
    for (var i = 0; i < boats; i++) {
      var near = (double) i / boats;
      var x = canvas.right() * (0.08 + 0.84 * ((i * 0.382 + random.nextDouble() * 0.2) % 1));
      moored(canvas, light, random, new Boat(x, shore + 0.004, 0.034 + 0.03 * near));
    }
    new Water(shore, 0.022, Tint.of(0x123c4e).times(light.middle()).plus(light.shade(), 0.2))
        .paint(canvas, random);
    jetty(canvas, light, random);
  }

  /// Houses side by side; those of the upper streets are paler and hidden in part.
  private static void street(Canvas canvas, Light light, Random random, int row, double foot) {
    int[] paints = {0xc9805e, 0xdcb878, 0xe8dcc4, 0xe8dcc4, 0xb5705f, 0xd5c3a0, 0x9aa7b0};
    var haze = 0.12 + 0.24 * (STREETS - 1 - row);
    var noise = new Noise(random.nextLong());
    var x = -0.02;
    while (x < canvas.right()) {
      var wide = 0.024 + 0.03 * random.nextDouble();
      var tall = 0.022 + 0.02 * random.nextDouble() + 0.012 * noise.at(x * 3, row);
      var wall =
          Tint.of(paints[random.nextInt(paints.length)])
              .times(light.sun().mix(light.horizon(), 0.5).plus(light.shade(), 0.3))
              .times(0.5 + 0.15 * random.nextDouble())
              .mix(light.horizon(), haze);
      if (random.nextInt(7) > 0) {
        house(canvas, light, random, new House(x, foot - tall, wide, tall), wall);
      }
      x += wide + 0.004 * random.nextDouble();
    }
  }

  private record House(double left, double top, double wide, double tall) {}

  private static void house(Canvas canvas, Light light, Random random, House house, Tint wall) {
    var left = house.left;
    var top = house.top;
    var right = left + house.wide;
    canvas.draw(
        g -> g.fill(Shapes.box(left, top, house.wide, house.tall)),
        (px, py) -> wall.times(0.75 + 0.4 * (px - left) / house.wide));
    var pitch = 0.008 + 0.012 * random.nextDouble();
    var hip = random.nextInt(3) * 0.22 * house.wide;
    var roof = Tint.of(random.nextInt(3) > 0 ? 0x9c5a44 : 0x6a6a70).times(light.horizon());
    canvas.draw(
        g -> {
          g.fill(
              Shapes.outline(
                  left - 0.002,
                  top,
                  left + house.wide / 2 - hip,
                  top - pitch,
                  left + house.wide / 2 + hip,
                  top - pitch,
                  right + 0.002,
                  top));
          g.fill(Shapes.box(left + house.wide * 0.7, top - pitch, 0.004, pitch));
        },
        (px, py) -> roof.times(0.5).mix(wall, 0.35));
    windows(canvas, light, random, house);
  }

  private static void windows(Canvas canvas, Light light, Random random, House house) {
    var columns = Math.max(1, (int) (house.wide / 0.0105));
    var across = house.wide / columns;
    var glass = light.shade().mix(light.middle(), 0.25).times(0.8);
    var lamp = Tint.of(0xffc46a).times(1.3);
    for (var y = house.top + 0.008; y < house.top + house.tall - 0.008; y += 0.0135) {
      for (var i = 0; i < columns; i++) {
        var x = house.left + across * (i + 0.5) - 0.0018;
        canvas.fill(x, y, 0.0036, 0.0065, random.nextInt(5) == 0 ? lamp : glass);
      }
    }
  }

  private record Boat(double x, double y, double size) {}

  private static void moored(Canvas canvas, Light light, Random random, Boat boat) {
    var x = boat.x;
    var y = boat.y;
    var size = boat.size;
    int[] paints = {0xe9e4d8, 0x274d6b, 0xa33b2f, 0x2f5d4a, 0xd9a441};
    var paint =
        Tint.of(paints[random.nextInt(paints.length)])
            .times(light.sun().mix(light.horizon(), 0.5))
            .times(0.7);
    canvas.draw(
        g -> {
          g.line(0.0025, x, y, x + 0.003, y - size * 3.2);
          g.line(0.001, x + 0.003, y - size * 3.2, x + size * 0.9, y - size * 0.3);
          g.line(0.001, x + 0.003, y - size * 3.2, x - size * 0.9, y - size * 0.25);
          g.line(0.0045, x, y - size * 0.7, x + size * 0.75, y - size * 0.66);
        },
        (px, py) -> light.horizon().mix(light.shade(), 0.75));
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - size,
                    y - size * 0.32,
                    x + size,
                    y - size * 0.38,
                    x + size * 0.8,
                    y,
                    x - size * 0.8,
                    y)),
        (px, py) -> paint.times(0.75 + (y - py) / size));
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - size * 0.45,
                    y - size * 0.33,
                    x - size * 0.35,
                    y - size * 0.6,
                    x + size * 0.25,
                    y - size * 0.6,
                    x + size * 0.4,
                    y - size * 0.35)),
        (px, py) -> paint.mix(light.horizon(), 0.6));
  }

  private static void jetty(Canvas canvas, Light light, Random random) {
    var side = random.nextBoolean() ? 0.12 : 0.88;
    var x = canvas.right() * side;
    var to = canvas.right() * (0.5 + (side - 0.5) * 0.55);
    var wood = Tint.of(0x6b5544).times(light.horizon().plus(light.shade(), 0.6)).times(0.6);
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(x - 0.17, 1.01, x + 0.17, 1.01, to + 0.035, 0.74, to - 0.035, 0.74)),
        (px, py) ->
            wood.times(
                0.75
                    + 0.3 * Math.sin(60 / (py - 0.52))
                    + 0.2 * Noise.grain((int) (px * 40), (int) (60 / (py - 0.52)))));
    canvas.draw(
        g -> {
          for (var i = 0; i < 4; i++) {
            var part = i / 3.0;
            var y = 0.76 + 0.26 * part * part;
            var half = 0.035 + 0.135 * part * part;
            var middle = to + (x - to) * part * part;
            g.fill(
                Shapes.box(
                    middle - half - 0.006,
                    y - 0.03 - 0.05 * part,
                    0.01 + 0.008 * part,
                    0.06 + 0.09 * part));
            g.fill(
                Shapes.box(
                    middle + half - 0.006,
                    y - 0.03 - 0.05 * part,
                    0.01 + 0.008 * part,
                    0.06 + 0.09 * part));
          }
        },
        (px, py) -> wood.times(0.45));
  }

  /// A bridge that vanishes in the fog.
  static void bridge(Canvas canvas, Light light, Random random) {
    var shore = 0.66 + 0.06 * random.nextDouble();
    var sky = new Sky(light, canvas, shore, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.02);
    var noise = new Noise(random.nextLong());
    var hills = canvas.keep(x -> shore - 0.05 - 0.1 * Math.abs(noise.cloud(x * 1.3, 3, 5)));
    canvas.paintBelow(hills, (x, y) -> light.horizon().mix(light.shade(), 0.25));
    var steel =
        (random.nextInt(3) > 0 ? Tint.of(0xb4432f) : Tint.of(0x53616b))
            .times(light.sun().mix(light.horizon(), 0.4))
            .plus(light.shade(), 0.2)
            .times(0.6);
    double[] towers = {canvas.right() * 0.2, canvas.right() * 0.68, canvas.right() * 1.16};
    var deck = shore - 0.12;
    canvas.draw(
        g -> {
          g.fill(Shapes.box(-0.1, deck, canvas.right() + 0.2, 0.016));
          g.line(0.002, -0.1, deck + 0.03, canvas.right() + 0.1, deck + 0.03);
          for (var x = -0.1; x < canvas.right() + 0.1; x += 0.02) {
            g.line(0.0014, x, deck + 0.012, x + 0.01, deck + 0.03, x + 0.02, deck + 0.012);
          }
          for (var tower : towers) {
            tower(g, tower, deck, shore);
          }
          for (var x = -0.3; x < canvas.right() + 0.1; x += 0.006) {
            var now = cable(x, towers, deck);
            g.line(0.0045, x, now, x + 0.006, cable(x + 0.006, towers, deck));
          }
          for (var x = -0.096; x < canvas.right() + 0.1; x += 0.018) {
            g.line(0.001, x, cable(x, towers, deck), x, deck);
          }
        },
        (x, y) ->
            steel
                .times(0.9 + 0.25 * noise.at(x * 30, y * 8))
                .mix(light.horizon(), 0.55 * x / canvas.right()));
    new Water(shore, 0.05, Tint.of(0x1d4450).times(light.middle()).plus(light.shade(), 0.2))
        .paint(canvas, random);
    fog(canvas, light, noise, shore);
  }

  private static void tower(Pen g, double x, double deck, double shore) {
    for (var side = -1; side <= 1; side += 2) {
      g.fill(
          Shapes.outline(
              x + side * 0.017 - 0.006,
              deck - 0.4,
              x + side * 0.017 + 0.006,
              deck - 0.4,
              x + side * 0.021 + 0.008,
              shore + 0.004,
              x + side * 0.021 - 0.008,
              shore + 0.004));
    }
    for (var y = deck - 0.385; y < deck; y += 0.095) {
      g.fill(Shapes.box(x - 0.02, y, 0.04, 0.014));
    }
    g.fill(Shapes.box(x - 0.04, shore - 0.014, 0.08, 0.016));
  }

  private static double cable(double x, double[] towers, double deck) {
    var span = towers[1] - towers[0];
    var part = ((x - towers[0]) / span % 1 + 1) % 1 * 2 - 1;
    return deck - 0.02 - 0.375 * part * part;
  }

  private static void fog(Canvas canvas, Light light, Noise noise, double shore) {
    var white = light.horizon().mix(light.middle(), 0.3).times(1.05);
    canvas.veil(
        0.2,
        1,
        white,
        (x, y) -> {
          var bank = Math.exp(-Math.pow((y - shore + 0.05) / 0.16, 2));
          var drift = noise.cloud(x * 1.8 + 3, y * 6, 5);
          return Light.smooth(bank * (0.72 + 1.3 * drift)) * 0.92;
        });
  }

  /// A lake at rest that doubles the mountains.
  static void lake(Canvas canvas, Light light, Random random) {
    var shore = 0.54 + 0.06 * random.nextDouble();
    var sky = new Sky(light, canvas, shore, random);
    sky.paint(canvas);
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 3; i++) {
      var near = i / 2.0;
      var number = i;
      var line =
          canvas.keep(x ->
              shore
                  - 0.02
                  - (0.34 - 0.2 * near)
                      * Math.pow(noise.ridge(x * (1 + near) + number * 9, number, 6), 1.8));
      var far = light.horizon().mix(light.middle(), 0.5);
      var body = far.mix(light.shade().times(0.6), 0.25 + 0.5 * near);
      canvas.paintBelow(
          line,
          (x, y) -> {
            var here = noise.ridge(x * 6, y * 5 + number, 4);
            var beside = noise.ridge(x * 6 + 0.05, y * 5 + number, 4);
            var lit = Math.max(0, (beside - here) * 5) * (1 - near);
            var snow = (1 - near) * Light.smooth(1.1 - (y - line.at(x)) / 0.09 + 3 * (here - 0.7));
            return body.plus(light.sun(), lit)
                .mix(light.sun().mix(light.middle(), 0.35), 0.7 * snow)
                .mix(far, 0.6 * (1 - near) * Light.smooth((y - shore + 0.16) / 0.16));
          });
    }
    Heights.conifers(
        canvas,
        random,
        new Heights.Grove(shore - 0.005, 0.09, 90),
        light.shade().times(0.5).mix(light.middle(), 0.12));
    new Water(
            shore + 0.01, 0.012, Tint.of(0x12414f).times(light.middle()).plus(light.shade(), 0.15))
        .paint(canvas, random);
    if (random.nextBoolean()) {
      jetty(canvas, light, random);
    } else {
      stones(canvas, light, random);
    }
  }

  private static void stones(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 22; i++) {
      var near = Math.sqrt(i / 22.0);
      var x = random.nextDouble() * canvas.right();
      var y = 0.84 + 0.17 * near;
      var size = 0.012 + 0.06 * near * (0.4 + 0.6 * random.nextDouble());
      var stone =
          Tint.of(0x7c7870)
              .turned(20 * random.nextGaussian())
              .times(light.horizon().plus(light.shade(), 0.4))
              .times(0.45);
      canvas.draw(
          g -> g.fill(Shapes.ellipse(x, y + size * 0.25, size * 1.1, size * 0.4)),
          0.008,
          (px, py, under) -> under.times(0.35));
      canvas.draw(
          g -> g.fill(Shapes.ellipse(x, y, size, size * 0.52)),
          (px, py) -> {
            var up = (y - py) / (size * 0.52);
            return stone
                .times(0.55 + 0.5 * up + 0.4 * noise.cloud(px * 30, py * 30, 3))
                .plus(light.sun(), 0.08 * Math.max(0, up));
          });
    }
  }
}
