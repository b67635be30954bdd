package pando.painting;

import java.util.ArrayList;
import java.util.Random;

/// Mountains, snow, dunes and cliffs: land that is seen in layers, the farther the paler.
final class Heights {
  private static final int DUNES = 5;

  private Heights() {}

  /// Ridge behind ridge, with mist between them.
  static void mountains(Canvas canvas, Light light, Random random) {
    var horizon = 0.5 + 0.14 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    if (random.nextInt(3) > 0) {
      sky.sun(canvas, 0.016 + 0.014 * random.nextDouble());
    }
    var layers = 6 + random.nextInt(3);
    var noise = new Noise(random.nextLong());
    var ridges = new ArrayList<Layer>();
    for (var i = 0; i < layers; i++) {
      var near = (double) i / (layers - 1);
      var base = horizon - 0.1 + (1.02 - horizon) * Math.pow(near, 1.25);
      ridges.add(new Layer(i, near, base, 0.3 - 0.12 * near));
    }
    var lines = ridges.stream().map(ridge -> canvas.keep(x -> ridge.top(noise, x))).toList();
    for (var ridge : ridges) {
      var next = ridge.number + 1 < layers ? lines.get(ridge.number + 1) : (Canvas.Line) _ -> 1;
      layer(canvas, light, ridge, new Band(lines.get(ridge.number), next), noise);
    }
    if (random.nextInt(2) == 0) {
      birds(canvas, random, horizon * 0.6, light.shade().times(0.5));
    }
  }

  /// One ridge of several.
  ///
  /// @param near from 0 for the last to 1 for the first
  record Layer(int number, double near, double base, double high) {
    double top(Noise noise, double x) {
      var ridge = noise.ridge(x * (1.1 + 0.5 * near) + number * 13.7, number * 3.1, 6) - 0.62;
      var trees = 0.012 * near * near * Math.abs(noise.at(x * 110, number));
      var spikes = 0.008 * near * Math.abs(noise.at(x * 47, 3 + number));
      return base - high * ridge * 1.3 - trees - spikes;
    }
  }

  /// What of a layer is seen, above the next one.
  private record Band(Canvas.Line top, Canvas.Line bottom) {}

  private static void layer(Canvas canvas, Light light, Layer layer, Band band, Noise noise) {
    var near = layer.near;
    var far = light.horizon().mix(light.middle(), 0.45);
    var body = far.mix(light.shade().times(0.4), Math.pow(near, 0.9));
    var mist = light.horizon().mix(light.middle(), 0.25 + 0.3 * near).times(1.02 - 0.25 * near);
    canvas.paintBetween(
        band.top,
        band.bottom,
        (x, y) -> {
          var below = y - band.top.at(x);
          var drift = 0.05 * noise.cloud(x * 2.2 + layer.number * 5, y * 6, 3);
          var fog = (1 - 0.72 * near) * Light.smooth((below + drift) / (0.17 + 0.12 * near));
          var relief = 1 + (0.10 + 0.25 * near) * noise.cloud(x * 9, y * 13 + layer.number * 9, 3);
          return body.times(relief).mix(mist, fog);
        });
  }

  /// A few birds far away.
  static void birds(Canvas canvas, Random random, double y, Tint tint) {
    var count = 3 + random.nextInt(7);
    var x = canvas.right() * (0.2 + 0.5 * random.nextDouble());
    canvas.draw(
        g -> {
          for (var i = 0; i < count; i++) {
            var left = x + 0.07 * random.nextGaussian();
            var top = y + 0.03 * random.nextGaussian();
            var wing = 0.006 + 0.005 * random.nextDouble();
            var lift = wing * (0.2 + 0.5 * random.nextDouble());
            g.line(0.0016, left - wing, top - lift, left, top, left + wing, top - lift);
          }
        },
        (px, py) -> tint);
  }

  /// A mountain of rock and snow, lit from one side, above a forest.
  static void peak(Canvas canvas, Light light, Random random) {
    var sky = new Sky(light, canvas, 0.72, random);
    sky.paint(canvas);
    var noise = new Noise(random.nextLong());
    var top = canvas.right() * (0.3 + 0.4 * random.nextDouble());
    var side = sky.sunX < top ? 1 : -1;
    var steep = 0.75 + 0.35 * random.nextDouble();
    var summit = 0.16 + 0.12 * random.nextDouble();
    var line =
        canvas.keep(x -> {
          var slope = steep * Math.pow(Math.abs(x - top) + 0.001, 0.88);
          var shoulders = 0.13 * Math.abs(noise.cloud(x * 3 + 5, 1, 3)) * Math.min(1, slope * 5);
          return summit + slope * 0.8 - shoulders - 0.035 * noise.cloud(x * 16, 2, 4);
        });
    var snow = light.sun().mix(new Tint(1, 1, 1), 0.35).times(0.95);
    var blue = light.zenith().mix(light.middle(), 0.5).times(0.75).plus(light.shade(), 0.3);
    var rock = light.shade().mix(light.horizon(), 0.16);
    canvas.paintBelow(
        line,
        (x, y) -> {
          var below = y - line.at(x);
          var warp = 0.1 * noise.at(x * 4, y * 4);
          var here = noise.ridge(x * 4.2 + warp, y * 3.1 + warp, 5);
          var beside = noise.ridge(x * 4.2 + warp - side * 0.035, y * 3.1 + warp - 0.02, 5);
          var lit =
              Light.smooth(0.5 + 9 * (beside - here) + 0.28 * side * Math.signum(x - top) * -1);
          var bare = Light.smooth(7 * (here - 0.72 + 0.42 * below) + 2.2 * Math.abs(beside - here));
          var face = blue.mix(snow, lit).mix(rock.times(0.6 + 0.8 * lit), bare * 0.9);
          var haze = Light.smooth((y - 0.5) / 0.35) * 0.8;
          return face.mix(light.horizon().mix(light.middle(), 0.5), haze);
        });
    var forest = light.shade().times(0.5);
    for (var row = 0; row < 3; row++) {
      var near = row / 2.0;
      var tint = light.middle().mix(forest, 0.45 + 0.55 * near);
      conifers(
          canvas, random, new Grove(0.8 + 0.12 * near, 0.10 + 0.15 * near, 60 - 14 * row), tint);
    }
  }

  /// Trees in a row.
  ///
  /// @param foot the y on which they stand
  /// @param tall the largest
  record Grove(double foot, double tall, int count) {}

  /// A dark forest of conifers, and the ground it stands on.
  static void conifers(Canvas canvas, Random random, Grove grove, Tint tint) {
    var noise = new Noise(random.nextLong());
    canvas.draw(
        g -> {
          for (var i = 0; i < grove.count; i++) {
            var x = canvas.right() * (i + random.nextDouble()) / grove.count;
            var foot = grove.foot + 0.05 * noise.at(x * 2, 0) + 0.01;
            var tall = grove.tall * (0.45 + 0.55 * random.nextDouble());
            g.fill(Shapes.conifer(x, foot, tall, random));
          }
        },
        (x, y) -> tint.times(0.85 + 0.3 * noise.at(x * 30, y * 30)));
    var ground = canvas.keep(x -> grove.foot + 0.05 * noise.at(x * 2, 0) - 0.004);
    canvas.paintBelow(ground, (x, y) -> tint.times(0.95 + 0.25 * noise.cloud(x * 14, y * 40, 3)));
  }

  /// Sand in long curves, one side in the sun.
  static void dunes(Canvas canvas, Light light, Random random) {
    var horizon = 0.36 + 0.14 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.018);
    var noise = new Noise(random.nextLong());
    var sand = Tint.of(0xd9a066).turned(12 * random.nextGaussian());
    var lines = new ArrayList<Canvas.Line>();
    for (var i = 0; i < DUNES; i++) {
      var near = (double) i / (DUNES - 1);
      var number = i;
      var base = horizon + 0.03 + 0.42 * Math.pow(near, 1.3);
      lines.add(
          canvas.keep(x ->
              base
                  - (0.05 + 0.13 * near)
                      * Math.sin(x * (2.3 - near) + number * 2.4 + noise.at(x, number))
                  - 0.05 * noise.at(x * 1.4, number * 4.4)));
    }
    lines.add(_ -> 1);
    for (var i = 0; i < DUNES; i++) {
      var near = (double) i / (DUNES - 1);
      var number = i;
      var line = lines.get(i);
      var crest =
          canvas.keep(x ->
              line.at(x)
                  + (0.05 + 0.2 * near) * (0.5 + noise.at(x * 1.7 + 9, number))
                  + 0.1 * near * x);
      var bright = sand.times(light.sun()).times(1.15).plus(light.sun(), 0.06);
      var dark = sand.times(light.shade().mix(light.zenith(), 0.4)).times(1.7);
      canvas.paintBetween(
          line,
          lines.get(i + 1),
          (x, y) -> {
            var ripples =
                Math.sin((y - line.at(x)) * (260 - 120 * near) + 9 * noise.cloud(x * 5, y * 7, 3));
            var slope = (line.at(x + 0.01) - line.at(x - 0.01)) * 16 * (x > sky.sunX ? -1 : 1);
            var lit = Light.smooth(0.55 + 0.5 * slope + 5 * (y - crest.at(x)) / (0.25 + near));
            var grain =
                1
                    + (0.05 + 0.06 * lit) * ripples * (0.3 + near)
                    + 0.1 * noise.cloud(x * 60, y * 90, 2);
            var tint = dark.mix(bright, lit).times(grain);
            return tint.mix(light.horizon(), 0.62 * (1 - near));
          });
    }
  }

  /// Cliffs that fall into the sea, one behind the other.
  static void cliffs(Canvas canvas, Light light, Random random) {
    var horizon = 0.45 + 0.08 * random.nextDouble();
    var sky = new Sky(light, canvas, horizon, random);
    sky.paint(canvas);
    sky.sun(canvas, 0.015);
    var sea = Tint.of(0x14485c).times(light.middle()).times(1.3).plus(light.shade(), 0.15);
    var water = new Water(horizon, 0.09, sea);
    water.paint(canvas, random);
    water.glitter(canvas, sky, light.sun().times(0.8), random);
    var left = sky.sunX > canvas.right() / 2;
    var noise = new Noise(random.nextLong());
    for (var i = 0; i < 4; i++) {
      headland(canvas, light, noise, i, left);
    }
  }

  private static void headland(Canvas canvas, Light light, Noise noise, int i, boolean left) {
    var near = i / 3.0;
    var reach = canvas.right() * (0.86 - 0.21 * i);
    var tall = 0.13 + 0.15 * i;
    var shore = 0.5 + 0.13 * i;
    var rock = Tint.of(0x9c7f62).times(light.sun().mix(light.shade(), 0.3)).times(0.85);
    var grass = Tint.of(0x6d8a3f).times(light.sun().mix(light.middle(), 0.4)).times(0.8);
    Canvas.Line inland = along -> reach - (left ? along : canvas.right() - along);
    var foot =
        canvas.keep(along -> {
          var in = inland.at(along);
          return in < 0 ? 2 : shore + 0.22 * in * near + 0.012 * noise.cloud(in * 14, i, 3);
        });
    var edge =
        canvas.keep(along -> {
          var in = inland.at(along) + 0.05 * noise.cloud(inland.at(along) * 7, i * 5, 3);
          var rise = Math.sqrt(Light.smooth(in / 0.16)) * 0.75 + 0.25 * Light.smooth(in / 0.7);
          var rough = 0.1 * noise.cloud(in * 4, i * 9, 4) + 0.03 * noise.cloud(in * 21, i, 3);
          return in <= 0 ? 2 : foot.at(along) - tall * rise * (1 + rough);
        });
    canvas.paintBetween(
        edge,
        x -> Math.min(1, foot.at(x)),
        (x, y) -> {
          var tilt = y + 0.12 * inland.at(x);
          var strata = noise.cloud(x * 2, tilt * 30 + 1.5 * noise.at(x * 5, i), 4);
          var cracks = noise.ridge(x * 15 + 2 * strata, y * 6 + i, 4) - 0.62;
          var lit = 0.85 + 0.9 * strata - 1.7 * cracks + 0.3 * noise.at(x * 4, i);
          var turf = 1.5 - (y - edge.at(x)) / (0.012 + 0.03 * near * (1 + noise.at(x * 9, 7)));
          var foam = Math.exp(-Math.abs(y - foot.at(x)) / 0.006) * (0.5 + noise.at(x * 40, 3));
          return rock.times(Math.max(0.12, lit))
              .mix(grass.times(0.85 + 0.8 * strata), Light.smooth(turf))
              .mix(light.horizon(), Math.max(0.6 * (1 - near), foam));
        });
  }

  /// Hills under snow, conifers that carry it, a hut with light in its window.
  static void snow(Canvas canvas, Light light, Random random) {
    var horizon = 0.5;
    var sky = new Sky(light, canvas, horizon + 0.1, random);
    sky.paint(canvas);
    var noise = new Noise(random.nextLong());
    var white = light.sun().mix(light.horizon(), 0.5).times(0.95);
    var blue = light.zenith().mix(light.middle(), 0.6).times(0.8).plus(light.shade(), 0.2);
    for (var i = 0; i < 4; i++) {
      var near = i / 3.0;
      var number = i;
      var line =
          canvas.keep(x ->
              horizon
                  + 0.32 * near
                  - 0.02
                  - (0.14 - 0.07 * near) * noise.cloud(x * 1.5 + number * 7, number, 3));
      canvas.paintBelow(
          line,
          (x, y) -> {
            var drift = noise.cloud(x * 3 + number, y * 9, 4);
            var lit = Light.smooth(0.62 + 1.3 * drift - 1.2 * (y - line.at(x)));
            var sparkle = Noise.grain((int) (x * 900), (int) (y * 900)) > 0.997 ? 0.35 * near : 0;
            return blue.mix(white, lit)
                .plus(white, sparkle)
                .mix(light.horizon(), 0.55 * (1 - near));
          });
      snowyTrees(canvas, light, random, new Layer(i, near, 0, 0.1 + 0.2 * near), line);
      if (i == 2) {
        hut(canvas, light, line, random);
      }
    }
    flakes(canvas, random, light.horizon());
  }

  private static void snowyTrees(
      Canvas canvas, Light light, Random random, Layer layer, Canvas.Line ground) {
    var count = 44 - 8 * layer.number;
    var seed = random.nextLong();
    var noise = new Noise(seed);
    var haze = 0.85 - 0.75 * layer.near;
    var dark =
        light.shade().times(0.8).mix(light.zenith(), 0.15).mix(light.horizon().times(0.9), haze);
    var white = light.sun().mix(light.horizon(), 0.6).times(0.8);
    var fine = 150 - 95 * layer.near;
    canvas.draw(
        g -> {
          var same = new Random(seed);
          for (var i = 0; i < count; i++) {
            var x = same.nextDouble() * canvas.right();
            if (noise.at(x * 2.5, layer.number) < 0.02 && layer.number > 0) {
              continue;
            }
            var tall = layer.high * (0.4 + 0.6 * same.nextDouble());
            g.fill(
                Shapes.conifer(
                    x, ground.at(x) + 0.012 + 0.05 * layer.near * same.nextDouble(), tall, same));
          }
        },
        (x, y) -> {
          var cover = noise.cloud(x * fine, y * fine * 1.4, 2) + 0.35 * noise.at(x * 9, y * 16);
          var standing = Light.smooth((ground.at(x) + 0.01 - y) / (0.3 * layer.high));
          return dark.mix(white, Light.smooth(0.34 + 1.6 * cover))
              .mix(white, 0.5 * (1 - standing) * (1 - layer.near));
        });
  }

  private static void hut(Canvas canvas, Light light, Canvas.Line ground, Random random) {
    var x = canvas.right() * (0.25 + 0.5 * random.nextDouble());
    var y = ground.at(x) + 0.05;
    var size = 0.05 + 0.02 * random.nextDouble();
    var wood = Tint.of(0x5a3b28).times(light.horizon()).times(0.6);
    canvas.draw(
        g -> g.fill(Shapes.box(x - size, y - size * 0.8, 2 * size, size * 0.85)),
        (px, py) -> wood.times(0.8 + 0.3 * Math.sin(py * 700)));
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - size * 1.25,
                    y - size * 0.72,
                    x,
                    y - size * 1.7,
                    x + size * 1.25,
                    y - size * 0.72,
                    x + size * 1.15,
                    y - size * 0.66,
                    x,
                    y - size * 1.5,
                    x - size * 1.15,
                    y - size * 0.66)),
        (px, py) -> light.sun().mix(light.horizon(), 0.6));
    canvas.draw(
        g ->
            g.fill(
                Shapes.outline(
                    x - size, y - size * 0.75, x, y - size * 1.5, x + size, y - size * 0.75)),
        (px, py) -> wood.times(0.7));
    var glow = Tint.of(0xffb45a);
    canvas.draw(
        g -> g.fill(Shapes.box(x - size * 0.3, y - size * 0.55, size * 0.5, size * 0.38)),
        (px, py) -> glow.times(2.2));
    canvas.glow(x - size * 0.05, y - size * 0.35, size * 1.6, glow.times(0.35));
  }

  /// Snow in the air, some of it close to the lens.
  static void flakes(Canvas canvas, Random random, Tint tint) {
    for (var i = 0; i < 240; i++) {
      var close = Math.pow(random.nextDouble(), 5);
      canvas.glow(
          random.nextDouble() * canvas.right(),
          random.nextDouble(),
          0.0022 + 0.014 * close,
          tint.times(0.55 - 0.4 * close));
    }
  }
}
