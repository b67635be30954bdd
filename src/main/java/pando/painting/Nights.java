package pando.painting;

import java.util.ArrayList;
import java.util.Random;

/// What shines in the dark.
final class Nights {
  private Nights() {}

  /// A city across the water, a light in every third window.
  static void city(Canvas canvas, Light light, Random random) {
    var shore = 0.7 + 0.06 * random.nextDouble();
    var sky = new Sky(light, canvas, shore, random);
    sky.paint(canvas);
    var glow = Tint.of(random.nextBoolean() ? 0xffa860 : 0xd98cff).mix(Tint.of(0xffc690), 0.5);
    canvas.shine(0, shore, (x, y) -> glow.times(0.2 * Math.exp((y - shore) * 5)));
    if (random.nextInt(3) == 0) {
      canvas.glow(canvas.right() * 0.8, 0.16, 0.11, Tint.of(0xcfd8ff).times(0.12));
      canvas.draw(
          g -> g.fill(Shapes.circle(canvas.right() * 0.8, 0.16, 0.024)),
          (x, y) -> Tint.of(0xfff3dc).times(1.4));
    }
    for (var i = 0; i < 3; i++) {
      var near = i / 2.0;
      var haze = light.horizon().mix(glow, 0.3).times(0.6);
      towers(
          canvas,
          random,
          new Block(shore, near, haze.mix(light.shade().times(0.5), 0.35 + 0.6 * near)),
          glow);
    }
    quay(canvas, random, shore);
    new Water(shore, 0.045, light.shade().times(0.5)).paint(canvas, random);
  }

  /// A row of buildings.
  private record Block(double shore, double near, Tint wall) {}

  private static void towers(Canvas canvas, Random random, Block block, Tint glow) {
    var middle = canvas.right() * (0.3 + 0.4 * random.nextDouble());
    var x = -0.05;
    while (x < canvas.right()) {
      var wide = 0.03 + 0.05 * random.nextDouble();
      var centre = Math.exp(-Math.pow((x - middle) / 0.45, 2));
      var tall =
          (0.07 + 0.32 * centre * random.nextDouble() + 0.12 * random.nextDouble())
              * (1.15 - 0.35 * block.near);
      tower(canvas, random, new Front(x, block.shore - tall, wide, tall), block);
      x += wide * (0.75 + 0.4 * random.nextDouble());
    }
    if (block.near == 0.5) {
      canvas.glow(middle, block.shore - 0.1, 0.3, glow.times(0.06));
    }
  }

  /// What is seen of a building.
  private record Front(double left, double top, double wide, double tall) {}

  private static void tower(Canvas canvas, Random random, Front front, Block block) {
    var left = front.left;
    var top = front.top;
    var wide = front.wide;
    var crown = random.nextInt(4);
    canvas.draw(
        g -> {
          g.fill(Shapes.box(left, top, wide, front.tall));
          if (crown == 0) {
            g.line(0.002, left + wide / 2, top, left + wide / 2, top - 0.05);
          } else if (crown == 1) {
            g.fill(Shapes.box(left + wide * 0.2, top - 0.018, wide * 0.6, 0.02));
          } else if (crown == 2) {
            g.fill(Shapes.outline(left, top, left + wide / 2, top - 0.03, left + wide, top));
          }
        },
        (x, y) -> block.wall.times(1.1 - 0.5 * (x - left) / wide));
    if (crown == 0) {
      canvas.glow(left + wide / 2, top - 0.05, 0.006, Tint.of(0xff4030).times(1.2));
    }
    int[] lamps = {0xffc873, 0xffe0a8, 0xfff1d6, 0xcfe3ff, 0xffa94d};
    var across = 0.0052 + 0.002 * block.near;
    var lit = 0.22 + 0.4 * random.nextDouble();
    var rows = (int) (front.tall / (across * 1.5));
    var columns = (int) ((wide - 0.004) / (across * 1.25));
    var tints = new ArrayList<Tint>();
    for (var lamp : lamps) {
      tints.add(Tint.of(lamp).times(0.45 + 0.85 * block.near));
    }
    for (var row = 0; row < rows; row++) {
      var floor = random.nextDouble() < 0.12 ? 0.85 : lit;
      for (var column = 0; column < columns; column++) {
        if (random.nextDouble() < floor) {
          window(
              canvas,
              left + 0.003 + column * across * 1.25,
              top + 0.006 + row * across * 1.5,
              across * 0.75,
              tints.get(random.nextInt(tints.size())).times(0.35 + random.nextDouble()));
        }
      }
    }
  }

  private static void window(Canvas canvas, double left, double top, double size, Tint tint) {
    canvas.fill(left, top, size, size * 1.1, tint);
  }

  private static void quay(Canvas canvas, Random random, double shore) {
    for (var x = 0.02; x < canvas.right(); x += 0.045 + 0.02 * random.nextDouble()) {
      canvas.glow(x, shore - 0.012, 0.006, Tint.of(0xffd28a).times(1.6));
      canvas.glow(x, shore - 0.012, 0.03, Tint.of(0xffb860).times(0.12));
    }
  }

  /// Northern lights over a frozen land.
  static void aurora(Canvas canvas, Light light, Random random) {
    var horizon = 0.68;
    var night = Tint.of(0x050d1c);
    var low = Tint.of(0x12304a);
    canvas.paintSoft(0, 1, (x, y) -> night.mix(low, y / horizon));
    Sky.stars(canvas, random, 900, horizon);
    var green = Tint.of(0x35f29a).turned(16 * random.nextGaussian());
    var violet = Tint.of(random.nextBoolean() ? 0x9a4be8 : 0xe0489a);
    for (var i = 0; i < 3; i++) {
      curtain(
          canvas,
          new Noise(random.nextLong()),
          new Curtain(0.36 + 0.13 * i, 0.9 - 0.22 * i, 0.3 + 0.12 * random.nextDouble()),
          green,
          violet);
    }
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 2; i++) {
      var number = i;
      var line =
          canvas.keep(x ->
              horizon
                  - 0.03
                  + 0.03 * number
                  - (0.2 - 0.09 * number) * (noise.ridge(x * 1.6 + number * 7, number, 6) - 0.45));
      canvas.paintBelow(
          line,
          (x, y) -> {
            var snow = Light.smooth(0.4 + 3 * noise.cloud(x * 10 + y * 5, y * 14, 4));
            return Tint.of(0x0a1420)
                .mix(Tint.of(0x5f8a94).times(0.5), snow * (0.75 - 0.4 * number))
                .plus(green, 0.02);
          });
    }
    Heights.conifers(
        canvas, random, new Heights.Grove(horizon + 0.05, 0.14, 46), Tint.of(0x040a10));
    new Water(horizon + 0.09, 0.03, Tint.of(0x05121d)).paint(canvas, random);
  }

  /// A curtain of northern lights.
  ///
  /// @param foot the y of its lower edge
  private record Curtain(double foot, double strength, double tall) {}

  private static void curtain(Canvas canvas, Noise noise, Curtain form, Tint below, Tint above) {
    canvas.shine(
        0,
        0.75,
        (x, y) -> {
          var foot = form.foot + 0.16 * noise.cloud(x * 1.1, 2, 2) + 0.035 * noise.at(x * 4.5, 7);
          var up = foot - y;
          if (up < -0.05) {
            return Tint.BLACK;
          }
          var folds = 0.55 + 0.9 * noise.cloud(x * 7 + 0.5 * noise.at(x * 3, y * 2), up * 0.6, 3);
          var strands = 0.75 + 0.5 * noise.at(x * 55, up * 1.5);
          var body = up < 0 ? Math.exp(-up * up / 0.0005) : Math.exp(-up / form.tall * 2.6);
          var reach = Light.smooth(0.6 + 1.3 * noise.cloud(x * 0.9 + 20, 5, 2));
          var strength = form.strength * body * Math.max(0, folds) * strands * reach;
          return below.mix(above, Light.smooth(up / form.tall * 0.9)).times(strength);
        });
  }

  /// The Milky Way over a tent or a tree.
  static void stars(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var ground = 0.84;
    var lean = (random.nextBoolean() ? 1 : -1) * (0.5 + 0.5 * random.nextDouble());
    var middle = canvas.right() * (0.4 + 0.2 * random.nextDouble());
    var warm = Tint.of(0xffb27a).turned(12 * random.nextGaussian());
    var glow = light.isDark() ? Tint.of(0xd07a45) : light.horizon();
    canvas.paintSoft(
        0,
        1,
        (x, y) -> {
          var along = (x - middle) * lean + (0.45 - y);
          var across = ((x - middle) - (0.45 - y) * lean) / Math.hypot(1, lean);
          var bend = 0.06 * noise.cloud(along * 2, 4, 2);
          var band = Math.exp(-Math.pow((across + bend) / 0.17, 2));
          var core =
              Math.exp(-Math.pow((across + bend) / 0.075, 2))
                  * Math.exp(-Math.pow((along + 0.15) / 0.5, 2));
          var cloud = noise.cloud(x * 5, y * 5, 5);
          var dust =
              Light.smooth(3.4 * (noise.cloud(x * 4 + 9, y * 4 + 2 * across, 5) - 0.02)) * band;
          var night = Tint.of(0x060b1a).mix(Tint.of(0x1a2c4c), y * 0.9);
          return night
              .plus(Tint.of(0x5c6fae), 0.34 * band * Math.max(0, 0.65 + 1.5 * cloud))
              .plus(warm, 0.55 * core * Math.max(0, 0.6 + 1.2 * cloud))
              .times(1 - 0.72 * dust)
              .plus(glow, 0.22 * Math.exp((y - ground) * 9));
        });
    Sky.stars(canvas, random, 1300, ground);
    milky(canvas, random, middle, lean);
    var land = canvas.keep(x -> ground - 0.09 * noise.cloud(x * 1.8, 1, 5));
    canvas.paintBelow(land, (x, y) -> Tint.of(0x04060b).plus(glow, 0.01));
    if (random.nextBoolean()) {
      tent(canvas, random, land);
    } else {
      var seed = random.nextLong();
      var x = canvas.right() * (0.25 + 0.5 * random.nextDouble());
      canvas.draw(
          g ->
              Shapes.tree(
                  g,
                  new Shapes.Bough(x, land.at(x) + 0.02, 0.12, 0.016, -Math.PI / 2),
                  new Random(seed),
                  (_, _) -> {}),
          (px, py) -> Tint.of(0x04060b));
    }
  }

  private static void milky(Canvas canvas, Random random, double middle, double lean) {
    for (var i = 0; i < 2600; i++) {
      var along = (random.nextDouble() - 0.5) * 2.6;
      var off = 0.085 * random.nextGaussian();
      var norm = Math.hypot(1, lean);
      var x = middle + (along * lean + off) / norm;
      var y = 0.45 - (along - off * lean) / norm;
      if (y > 0 && y < 0.8) {
        canvas.glow(
            x, y, 0.0010, Tint.of(0xf2ecff).times(0.12 + 0.4 * Math.pow(random.nextDouble(), 4)));
      }
    }
  }

  private static void tent(Canvas canvas, Random random, Canvas.Line land) {
    var x = canvas.right() * (0.25 + 0.5 * random.nextDouble());
    var y = land.at(x) + 0.03;
    var size = 0.07 + 0.02 * random.nextDouble();
    var glow = Tint.of(random.nextBoolean() ? 0xffa040 : 0xffd070);
    canvas.glow(x, y, size * 2.4, glow.times(0.12));
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - size,
                    y,
                    x - size * 0.25,
                    y - size * 0.85,
                    x + size * 0.35,
                    y - size * 0.8,
                    x + size,
                    y)),
        (px, py) ->
            glow.times(
                0.9 * Math.exp(-Math.hypot(px - x, (py - y + 0.02) * 1.4) / size * 1.4) + 0.10));
    canvas.draw(
        g -> {
          g.line(0.002, x - size * 0.25, y - size * 0.85, x - size * 0.1, y);
          g.line(0.0015, x + size * 0.35, y - size * 0.8, x + size * 0.4, y);
        },
        (px, py) -> glow.times(0.08));
  }

  /// Drops on a window, the lights of a street behind it.
  static void rain(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var top = light.zenith().mix(Tint.of(0x0d1522), 0.6);
    canvas.paintSoft(
        0,
        1,
        (x, y) ->
            top.mix(
                Tint.of(0x2a2f38).mix(light.horizon(), 0.2),
                Math.exp(-Math.pow((y - 0.6) / 0.3, 2)) * (0.7 + noise.cloud(x * 2, y * 2, 3))));
    int[] lamps = {0xffb04a, 0xff5a3a, 0xffd890, 0x59b7ff, 0x5fe0a8, 0xff7ab8, 0xffffff};
    for (var i = 0; i < 46; i++) {
      var lamp = Tint.of(lamps[(int) (Math.pow(random.nextDouble(), 1.6) * lamps.length)]);
      var x = random.nextDouble() * canvas.right();
      var y = 0.58 + 0.16 * random.nextGaussian();
      disc(
          canvas,
          x,
          y,
          0.018 + 0.045 * random.nextDouble(),
          lamp.times(0.16 + 0.5 * random.nextDouble()));
    }
    drops(canvas, random);
  }

  private static void disc(Canvas canvas, double x, double y, double radius, Tint tint) {
    canvas.draw(
        g -> g.fill(Shapes.circle(x, y, radius)),
        0.003,
        (px, py, under) ->
            under.plus(tint, 0.65 + 0.5 * Math.pow(Math.hypot(px - x, py - y) / radius, 4)));
  }

  private static void drops(Canvas canvas, Random random) {
    var behind = canvas.copy();
    for (var i = 0; i < 620; i++) {
      var big = Math.pow(random.nextDouble(), 7);
      var radius = 0.0025 + 0.024 * big;
      var x = random.nextDouble() * canvas.right();
      var y = random.nextDouble();
      var across = radius * (0.85 + 0.2 * random.nextDouble());
      var drop = new Drop(x, y, across, radius * (1 + 0.3 * random.nextDouble()));
      if (big > 0.5 && random.nextInt(3) == 0) {
        trail(canvas, behind, random, drop);
      }
      drop(canvas, behind, drop);
    }
  }

  /// A drop on the glass; it is `across` and `down` from its middle to its edges.
  private record Drop(double x, double y, double across, double down) {}

  /// What a drop leaves behind that runs down: droplets, the smaller the longer ago.
  private static void trail(Canvas canvas, Canvas behind, Random random, Drop from) {
    var length = 0.1 + 0.25 * random.nextDouble();
    var wander = 0.004 * random.nextGaussian();
    var up = from.down;
    while (up < length) {
      var size = from.across * (0.1 + 0.2 * random.nextDouble()) * (1 - 0.6 * up / length);
      var x = from.x + wander * Math.sin(up * 30) + 0.001 * random.nextGaussian();
      drop(canvas, behind, new Drop(x, from.y - up, size, size * 1.3));
      up += 0.012 + 0.03 * random.nextDouble();
    }
  }

  /// A drop is a lens: it shows the street upside down, dark at its upper edge.
  private static void drop(Canvas canvas, Canvas behind, Drop drop) {
    canvas.patch(
        drop.x,
        drop.y,
        drop.across,
        drop.down,
        (across, down, under) -> {
          var far = across * across + down * down;
          if (far > 1) {
            return under;
          }
          var seen = behind.at(drop.x - across * 0.16, Math.clamp(0.58 - down * 0.42, 0.0, 1.0));
          var edge = Math.pow(far, 3);
          var shine = Math.exp(-(Math.pow(across + 0.35, 2) + Math.pow(down + 0.4, 2)) / 0.03);
          var tint =
              seen.times(1.25 - 0.85 * edge * (down < 0.2 ? 1 : 0.2))
                  .plus(new Tint(0.5f, 0.55f, 0.6f), shine * 0.7);
          return under.mix(tint, Math.min(1, (1 - far) * 6));
        });
  }
}
