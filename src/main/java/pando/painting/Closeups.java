package pando.painting;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Random;

/// Small things from near, before what is out of focus.
final class Closeups {
  private static final int[] PETALS = {
    0xd9486b, 0xf2d24b, 0xf0f0ea, 0x7b5cc0, 0xe8793a, 0xf3a6c0, 0xb52a3c, 0x5a7fd0
  };

  private Closeups() {}

  /// A flower.
  static void flower(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var green = Tint.of(0x4f7a35).turned(18 * random.nextGaussian());
    var glow = light.horizon().mix(light.sun(), 0.4);
    canvas.paintSoft(
        0,
        1,
        (x, y) ->
            green
                .times(0.28)
                .mix(
                    green.mix(glow, 0.45),
                    Light.smooth(0.62 - 0.55 * y + 0.9 * noise.cloud(x * 1.8, y * 1.8, 3))));
    var paint = Tint.of(PETALS[random.nextInt(PETALS.length)]).turned(8 * random.nextGaussian());
    for (var i = 0; i < 26; i++) {
      var tint = random.nextInt(3) == 0 ? paint : random.nextBoolean() ? glow : green;
      bokeh(canvas, random, tint.times(0.10 + 0.24 * random.nextDouble()));
    }
    for (var i = 0; i < 5; i++) {
      blade(canvas, random, green.times(0.35 + 0.4 * random.nextDouble()));
    }
    var right = canvas.right();
    for (var bloom :
        List.of(
            new Bloom(right * near(random, 0.22), near(random, 0.4), 0.14, paint),
            new Bloom(right * near(random, 0.82), near(random, 0.72), 0.17, paint))) {
      bloom(canvas, light, random, bloom);
    }
    canvas.blur(0.016);
    bloom(
        canvas,
        light,
        random,
        new Bloom(right * near(random, 0.51), near(random, 0.47), 0.3, paint));
  }

  private static double near(Random random, double place) {
    return place + 0.07 * (2 * random.nextDouble() - 1);
  }

  private static void bokeh(Canvas canvas, Random random, Tint tint) {
    var x = random.nextDouble() * canvas.right();
    var y = random.nextDouble() * 0.8;
    var radius = 0.025 + 0.06 * random.nextDouble();
    canvas.draw(
        g -> g.fill(Shapes.circle(x, y, radius)), 0, (px, py, under) -> under.plus(tint, 0.8));
  }

  private static void blade(Canvas canvas, Random random, Tint tint) {
    var x = random.nextDouble() * canvas.right();
    var bend = 0.3 * random.nextGaussian();
    canvas.draw(
        g -> {
          var path = new Path2D.Double();
          path.moveTo(x - 0.02, 1.05);
          path.quadTo(x + bend * 0.2, 0.6, x + bend, 0.25 + 0.3 * random.nextDouble());
          path.quadTo(x + bend * 0.2 + 0.03, 0.6, x + 0.02, 1.05);
          g.fill(path);
        },
        (px, py) -> tint);
  }

  /// One flower head on its stem.
  private record Bloom(double x, double y, double size, Tint paint) {}

  /// One of its petals.
  ///
  /// @param tilt how much of its height is seen
  private record Petal(double angle, double length, double wide, double tilt, double light) {}

  private static void bloom(Canvas canvas, Light light, Random random, Bloom bloom) {
    var green = Tint.of(0x55783a).times(0.5);
    canvas.draw(
        g -> {
          var path = new Path2D.Double();
          path.moveTo(bloom.x, bloom.y);
          path.curveTo(
              bloom.x + 0.02, bloom.y + 0.3, bloom.x - 0.05, bloom.y + 0.5, bloom.x - 0.03, 1.1);
          g.stroke(path, bloom.size * 0.07);
        },
        (px, py) -> green.times(0.8 + 18 * (px - bloom.x + 0.01)));
    var petals = 9 + random.nextInt(8);
    var noise = new Noise(random.nextLong());
    var tilt = 0.72 + 0.22 * random.nextDouble();
    for (var ring = 0; ring < 2; ring++) {
      for (var i = 0; i < petals; i++) {
        var angle = 2 * Math.PI * (i + 0.5 * ring) / petals + 0.09 * random.nextGaussian();
        var length = bloom.size * (ring == 0 ? 1 : 0.8) * (0.9 + 0.15 * random.nextDouble());
        petal(
            canvas,
            light,
            noise,
            bloom,
            new Petal(
                angle, length, 2.3 * length / petals, tilt, ring + 0.08 * random.nextGaussian()));
      }
    }
    heart(canvas, light, random, bloom, tilt);
  }

  private static void petal(Canvas canvas, Light light, Noise noise, Bloom bloom, Petal petal) {
    var length = petal.length;
    var wide = petal.wide;
    var cos = Math.cos(petal.angle);
    var sin = Math.sin(petal.angle);
    var place = new AffineTransform();
    place.translate(bloom.x, bloom.y);
    place.scale(1, petal.tilt);
    place.rotate(petal.angle);
    var path = new Path2D.Double();
    path.moveTo(0, 0);
    path.curveTo(length * 0.3, -wide * 0.5, length * 0.75, -wide * 1.15, length, -wide * 0.12);
    path.quadTo(length * 0.97, 0, length, wide * 0.12);
    path.curveTo(length * 0.75, wide * 1.15, length * 0.3, wide * 0.5, 0, 0);
    var lit = 0.62 + 0.3 * Math.cos(petal.angle + 2.2) + 0.14 * petal.light;
    var sun = light.sun().mix(new Tint(1, 1, 1), 0.5);
    canvas.draw(
        g -> g.fill(path.createTransformedShape(place)),
        (x, y) -> {
          var dx = x - bloom.x;
          var dy = (y - bloom.y) / petal.tilt;
          var out = (dx * cos + dy * sin) / length;
          var side = (dy * cos - dx * sin) / wide;
          var veins = 0.07 * Math.sin(side * 26 + 3 * noise.at(x * 9, y * 9)) * (1 - out * 0.6);
          var curl = 0.22 * side - 0.45 * side * side;
          var deep = 0.42 + 0.7 * Light.smooth(out * 1.15);
          return bloom
              .paint
              .times(sun)
              .times(Math.max(0.05, (lit + veins + curl) * deep * 1.25))
              .plus(sun, 0.05 * out * lit);
        });
    canvas.draw(
        g ->
            g.line(
                0.0016,
                bloom.x + cos * length * 0.3,
                bloom.y + sin * petal.tilt * length * 0.3,
                bloom.x + cos * length * 0.85,
                bloom.y + sin * petal.tilt * length * 0.85),
        0.003,
        (x, y, under) -> under.times(0.8));
  }

  private static void heart(Canvas canvas, Light light, Random random, Bloom bloom, double tilt) {
    var gold = Tint.of(random.nextInt(3) == 0 ? 0x4a2a1a : 0xe0a020);
    var size = bloom.size * 0.24;
    canvas.draw(
        g ->
            g.fill(Shapes.ellipse(bloom.x, bloom.y + size * 0.15, size * 1.15, size * 1.15 * tilt)),
        0.012,
        (x, y, under) -> under.times(0.3));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(bloom.x, bloom.y, size, size * tilt)),
        (x, y) -> gold.times(0.35 + 0.3 * (1 - (y - bloom.y) / size)));
    for (var i = 0; i < 330; i++) {
      var out = Math.sqrt((i + 0.5) / 330);
      var angle = i * 2.39996;
      var x = bloom.x + size * out * Math.cos(angle);
      var y = bloom.y + size * tilt * out * Math.sin(angle) - size * 0.1 * (1 - out * out);
      canvas.glow(
          x,
          y,
          size * 0.045,
          gold.times(light.sun().mix(new Tint(1, 1, 1), 0.5))
              .times(0.3 + 0.6 * random.nextDouble() * (0.5 + out)));
    }
  }

  /// A cup of tea by the window.
  static void tea(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    int[] cloths = {0x8c6b4f, 0x5d6f73, 0x9a8f7f, 0x6b4a3a, 0x74806a};
    var wall = Tint.of(0xb9a88f).turned(20 * random.nextGaussian()).times(0.55);
    var board = Tint.of(cloths[random.nextInt(cloths.length)]).times(0.6);
    var edge = 0.58;
    var sunny = light.sun().mix(new Tint(1, 1, 1), 0.25);
    var slant = 0.5 + 0.5 * random.nextDouble();
    canvas.paint(
        0,
        1,
        (x, y) -> {
          var bars = (x + y * slant) * 2.6;
          var frame = Math.abs(bars - Math.rint(bars)) < 0.06 ? 0.15 : 1;
          var pane = Light.smooth(4 - Math.abs(x + y * slant - 0.9) * 6) * frame;
          if (y < edge) {
            return wall.times(0.35 + 0.12 * noise.cloud(x * 2, y * 2, 3))
                .plus(wall.times(sunny), 0.85 * pane);
          }
          var fibre =
              noise.cloud(x * 3, y * 60 + 2 * noise.at(x * 2, y * 3), 4)
                  + 0.4 * noise.at(x * 8, y * 160);
          var near = (y - edge) / (1 - edge);
          return board
              .times(0.5 + 0.5 * fibre)
              .times(0.7 + 0.4 * near)
              .plus(board.times(sunny), (0.75 + 0.6 * fibre) * pane);
        });
    canvas.blur(0.006);
    var x = canvas.right() * (0.42 + 0.16 * random.nextDouble());
    books(canvas, random, x > canvas.right() / 2 ? x - 0.42 : x + 0.36, sunny);
    cup(canvas, random, sunny, new Cup(x, 0.66, 0.17));
    steam(canvas, noise, x, sunny);
  }

  private static void books(Canvas canvas, Random random, double x, Tint sunny) {
    var y = 0.66;
    for (var i = 0; i < 3; i++) {
      var tint =
          Tint.of(PETALS[random.nextInt(PETALS.length)]).mix(Tint.of(0x6a5a4a), 0.6).times(0.6);
      var left = x - 0.15 + 0.03 * random.nextGaussian();
      var top = y;
      canvas.draw(
          g -> g.fill(Shapes.box(left, top, 0.3, 0.042)),
          0.004,
          (px, py) ->
              tint.times(sunny).times(0.55 + 0.4 * Math.sin((py - top) * 70) + 0.8 * (px - left)));
      y -= 0.043;
    }
  }

  /// @param size of its rim, from the middle to the edge
  private record Cup(double x, double y, double size) {}

  private static void cup(Canvas canvas, Random random, Tint sunny, Cup cup) {
    int[] glazes = {0xf1ece0, 0x7d98a0, 0x3f5a6b, 0xc98e6b, 0xa9b49a, 0x2e2f33};
    var glaze = Tint.of(glazes[random.nextInt(glazes.length)]).times(sunny);
    var x = cup.x;
    var y = cup.y;
    var size = cup.size;
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x + 0.12, y + size * 1.12, size * 1.7, size * 0.38)),
        0.022,
        (px, py, under) -> under.times(0.3));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x, y + size * 1.0, size * 1.5, size * 0.42)),
        (px, py) -> saucer(glaze, (px - x) / (size * 1.5), (py - y - size) / (size * 0.42)));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x + 0.03, y + size * 1.0, size * 0.75, size * 0.2)),
        0.014,
        (px, py, under) -> under.times(0.42));
    canvas.draw(
        g -> {
          g.stroke(
              Shapes.ellipse(x + size * 0.98, y + size * 0.38, size * 0.33, size * 0.3),
              size * 0.13);
        },
        (px, py) -> glaze.times(0.5 - 0.9 * (py - y - size * 0.3)));
    canvas.draw(
        g -> {
          var path = new Path2D.Double();
          path.moveTo(x - size, y);
          path.curveTo(
              x - size * 0.98,
              y + size * 0.75,
              x - size * 0.6,
              y + size * 1.08,
              x,
              y + size * 1.08);
          path.curveTo(
              x + size * 0.6, y + size * 1.08, x + size * 0.98, y + size * 0.75, x + size, y);
          path.closePath();
          g.fill(path);
        },
        (px, py) -> {
          var round = Math.clamp((px - x) / size, -1, 1);
          var lit = 0.2 + 0.75 * Math.pow(Math.max(0, Math.cos((round + 0.42) * 1.25)), 1.6);
          var shine =
              0.5
                  * Math.exp(-Math.pow((round + 0.58) / 0.06, 2))
                  * Light.smooth((py - y - 0.02) * 20);
          return glaze.times(lit * (1.05 - 0.7 * (py - y) / size)).plus(sunny, shine * 0.6);
        });
    brim(canvas, random, glaze, sunny, cup);
  }

  private static Tint saucer(Tint glaze, double across, double down) {
    var far = across * across + down * down;
    var rim = Math.exp(-Math.pow((far - 0.93) / 0.06, 2));
    var well = far < 0.5 ? 0.82 : 1;
    return glaze.times(
        (0.62 - 0.28 * across - 0.1 * down + 0.35 * rim * (-across * 0.6 + 0.5)) * well);
  }

  private static void brim(Canvas canvas, Random random, Tint glaze, Tint sunny, Cup cup) {
    int[] teas = {0x8a3d12, 0xb0641c, 0x7c8a2a, 0x3a1c0e, 0xc98a3c};
    var tea = Tint.of(teas[random.nextInt(teas.length)]);
    var x = cup.x;
    var y = cup.y;
    var size = cup.size;
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x, y, size, size * 0.27)),
        (px, py) -> glaze.times(0.85 - 0.35 * (px - x) / size));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x, y + 0.002, size * 0.95, size * 0.24)),
        (px, py) -> glaze.times(0.42 + 0.35 * (px - x) / size));
    canvas.draw(
        g -> g.fill(Shapes.ellipse(x, y + size * 0.045, size * 0.89, size * 0.185)),
        (px, py) -> {
          var across = (px - x) / size;
          var down = (py - y - size * 0.045) / (size * 0.185);
          var mirror =
              Math.exp(-Math.pow((across + 0.3) / 0.22, 2) - Math.pow((down + 0.25) / 0.5, 2));
          return tea.times(0.4 + 0.35 * down - 0.2 * across).plus(sunny, 0.45 * mirror);
        });
  }

  private static void steam(Canvas canvas, Noise noise, double x, Tint sunny) {
    canvas.shine(
        0.05,
        0.68,
        (px, y) -> {
          var up = 0.66 - y;
          var sway = 0.09 * noise.at(up * 3.2, 1.5) * up * 2 + 0.03 * noise.at(up * 8, 5) * up * 2;
          var off = (px - x - sway) / (0.05 + 0.16 * up);
          var wisp =
              noise.ridge((px - sway) * 7, y * 2.6 + 0.4 * noise.at(px * 5, y * 5), 3) - 0.55;
          var strength = Math.exp(-off * off) * Light.smooth(up * 9) * Math.exp(-up * 3.4);
          return sunny.times(0.55 * strength * Light.smooth(wisp * 3.6));
        });
  }
}
