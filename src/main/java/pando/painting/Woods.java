package pando.painting;

import java.util.Random;

/// Trees in the mist and in autumn.
final class Woods {
  private Woods() {}

  /// Trunks in the mist, and the light that falls between them.
  static void forest(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var green = Tint.of(0x7f9a52).turned(14 * random.nextGaussian());
    var glowX = canvas.right() * (0.25 + 0.5 * random.nextDouble());
    var glowY = 0.2 + 0.2 * random.nextDouble();
    var mist = light.horizon().mix(light.sun(), 0.3).mix(green, 0.3);
    canvas.paintSoft(
        0,
        1,
        (x, y) -> {
          var far = Math.hypot(x - glowX, (y - glowY) * 1.2);
          var leaves = noise.cloud(x * 6, y * 6, 5);
          var tint = mist.mix(green.times(0.45), Light.smooth(0.25 + far * 0.75 + leaves * 0.9));
          return tint.plus(light.sun(), 0.75 * Math.exp(-far * 3.4));
        });
    var layers = 5;
    for (var i = 0; i < layers; i++) {
      var near = (i + 0.6) / layers;
      trunks(
          canvas,
          light,
          random,
          near,
          mist.mix(light.shade().times(0.35), 0.2 + 0.8 * near * near));
      undergrowth(
          canvas, random, near, green.mix(mist, 0.75 * (1 - near)).times(1.05 - 0.75 * near));
    }
    rays(canvas, light, random, glowX);
  }

  private static void trunks(Canvas canvas, Light light, Random random, double near, Tint tint) {
    var noise = new Noise(random.nextLong());
    var count = (int) (22 - 17 * near);
    var seed = random.nextLong();
    var warm = light.sun().times(0.10);
    canvas.draw(
        g -> {
          var same = new Random(seed);
          for (var i = 0; i < count; i++) {
            var x = canvas.right() * (i + 0.15 + 0.7 * same.nextDouble()) / count;
            var wide = (0.008 + 0.05 * near * near) * (0.6 + 0.8 * same.nextDouble());
            var lean = 0.05 * same.nextGaussian() * near;
            var foot = 0.62 + 0.4 * near;
            g.fill(
                Shapes.outline(
                    x - wide * 0.36 + lean,
                    -0.05,
                    x + wide * 0.36 + lean,
                    -0.05,
                    x + wide * 0.5,
                    foot - 0.08,
                    x + wide * 0.95,
                    foot,
                    x - wide * 0.95,
                    foot,
                    x - wide * 0.5,
                    foot - 0.08));
            for (var b = 0; b < 5; b++) {
              var y = same.nextDouble() * 0.5;
              var side = same.nextBoolean() ? 1 : -1;
              var reach = (0.05 + 0.12 * same.nextDouble()) * (0.4 + near);
              g.line(
                  wide * 0.13,
                  x + lean * (1 - y),
                  y,
                  x + side * reach * 0.6,
                  y - reach * 0.25,
                  x + side * reach,
                  y - reach * 0.55);
            }
          }
        },
        near < 0.3 ? 0.002 : 0,
        (x, y) -> {
          var bark = noise.cloud(x * 70, y * 9, 3);
          var moss = Light.smooth(noise.cloud(x * 9, y * 5, 3) * 3) * 0.3 * near;
          return tint.times(1 + 0.9 * bark * near)
              .plus(warm, Math.max(0, bark) * near)
              .mix(Tint.of(0x42552a).times(0.6), moss);
        });
  }

  private static void undergrowth(Canvas canvas, Random random, double near, Tint tint) {
    var noise = new Noise(random.nextLong());
    var line =
        canvas.keep(x ->
            0.60
                + 0.36 * near
                - 0.05 * noise.cloud(x * 4, near * 9, 3)
                - 0.02 * Math.abs(noise.at(x * 60, near)) * (0.5 + near));
    canvas.paintBelow(
        line,
        (x, y) -> {
          var depth = y - line.at(x);
          var ferns = noise.ridge(x * 16, y * 24, 4) - 0.6;
          return tint.times(Math.max(0.15, 0.95 + 1.3 * ferns - 1.2 * depth));
        });
  }

  private static void rays(Canvas canvas, Light light, Random random, double from) {
    var noise = new Noise(random.nextLong());
    var top = -0.35;
    canvas.shine(
        0,
        1,
        (x, y) -> {
          var angle = Math.atan2(x - from, y - top);
          var ray = noise.cloud(angle * 9, 0.5, 3) + 0.12;
          var fade = Math.exp(-Math.abs(angle) * 1.3) * (1.05 - 0.7 * y);
          return light.sun().times(0.55 * fade * Light.smooth(ray * 2.4));
        });
  }

  /// An avenue in autumn.
  static void autumn(Canvas canvas, Light light, Random random) {
    var noise = new Noise(random.nextLong());
    var middle = canvas.right() * (0.42 + 0.16 * random.nextDouble());
    var vanish = 0.56;
    var mist = light.horizon().mix(light.sun(), 0.35);
    canvas.paintSoft(
        0,
        1,
        (x, y) ->
            mist.mix(
                Tint.of(0xd89a45),
                Light.smooth(
                        0.2
                            + 0.8 * Math.hypot(x - middle, y - vanish)
                            + 0.6 * noise.cloud(x * 5, y * 5, 4))
                    * 0.8));
    canvas.glow(middle, vanish - 0.06, 0.3, light.sun().times(0.6));
    path(canvas, light, noise, middle, vanish);
    int[] leaves = {0xd9731a, 0xe8a92c, 0xb8391c, 0xf0c34a, 0x9c4a1a, 0xc9541d};
    for (var i = 0; i < 6; i++) {
      var near = Math.pow((i + 1) / 6.0, 1.7);
      for (var side = -1; side <= 1; side += 2) {
        var x = middle + side * (0.1 + 0.62 * near) + 0.02 * random.nextGaussian();
        var foot = vanish + 0.02 + 0.36 * near;
        var crown = new Crown(x, foot, 0.12 + 0.42 * near, mist, 0.75 * (1 - near));
        crown(canvas, light, random, crown, leaves);
      }
    }
    fallen(canvas, random, leaves, vanish + 0.12);
  }

  private static void path(Canvas canvas, Light light, Noise noise, double middle, double vanish) {
    var stone = Tint.of(0x8a7a68).times(light.horizon()).times(0.75);
    var floor = Tint.of(0xb4652a).times(light.horizon().plus(light.shade(), 0.3)).times(0.75);
    canvas.paint(
        vanish,
        1,
        (x, y) -> {
          var near = (y - vanish) / (1 - vanish);
          var half = 0.015 + 0.3 * near;
          var off = Math.abs(x - middle) / half + 0.25 * noise.at(x * 12, y * 30);
          var litter = noise.ridge(x * 20 / (0.3 + near), y * 60 / (0.3 + near), 3) - 0.6;
          var shadow = 1 + 0.8 * noise.cloud((x - middle) / half * 0.5, near * 5, 3);
          var ground = floor.times(0.9 + 1.2 * litter);
          return stone
              .times(0.9 + 0.6 * litter)
              .mix(ground, Light.smooth((off - 0.72) * 4))
              .times(Math.max(0.3, shadow))
              .mix(light.horizon().mix(light.sun(), 0.3), 0.85 * Math.exp(-near * 7));
        });
  }

  /// A tree with its leaves.
  ///
  /// @param haze how much of `mist` is before it
  private record Crown(double x, double foot, double tall, Tint mist, double haze) {}

  private static void crown(Canvas canvas, Light light, Random random, Crown tree, int[] leaves) {
    var seed = random.nextLong();
    boughs(canvas, light.shade().times(0.4).mix(tree.mist, tree.haze), tree, seed);
    for (var shade = 0; shade < 4; shade++) {
      var paint =
          Tint.of(leaves[random.nextInt(leaves.length)])
              .times(light.sun().mix(light.horizon(), 0.5))
              .times(0.3 + 0.28 * shade)
              .mix(tree.mist, tree.haze);
      var lift = 0.03 * shade * tree.tall;
      var many = (int) (110 + 700 * tree.tall);
      canvas.draw(
          g -> {
            for (var i = 0; i < many; i++) {
              var angle = random.nextDouble() * 2 * Math.PI;
              var out = Math.sqrt(random.nextDouble());
              var clump = 0.06 * tree.tall * Math.sin(angle * 5 + seed % 7);
              var x = tree.x + (tree.tall * 0.46 * out + clump) * Math.cos(angle);
              var middle = tree.foot - tree.tall * 0.95 - lift;
              var y = middle + (tree.tall * 0.5 * out + clump) * Math.sin(angle);
              leaf(g, random, x, y, 0.0035 + 0.011 * tree.tall * random.nextDouble());
            }
          },
          (x, y) -> paint);
    }
  }

  private static void boughs(Canvas canvas, Tint bark, Crown tree, long seed) {
    canvas.draw(
        g -> {
          var same = new Random(seed);
          g.fill(
              Shapes.outline(
                  tree.x - tree.tall * 0.05,
                  tree.foot,
                  tree.x - tree.tall * 0.02,
                  tree.foot - tree.tall * 0.5,
                  tree.x + tree.tall * 0.02,
                  tree.foot - tree.tall * 0.5,
                  tree.x + tree.tall * 0.05,
                  tree.foot));
          for (var i = 0; i < 7; i++) {
            var y = tree.foot - tree.tall * (0.35 + 0.5 * same.nextDouble());
            g.line(
                tree.tall * 0.018,
                tree.x,
                y + tree.tall * 0.12,
                tree.x + tree.tall * 0.5 * (same.nextDouble() - 0.5) * 1.6,
                y - tree.tall * 0.2);
          }
        },
        (x, y) -> bark);
  }

  /// A leaf that has fallen as it likes.
  static void leaf(Pen g, Random random, double x, double y, double size) {
    var turn = random.nextDouble() * Math.PI;
    var dx = Math.cos(turn) * size;
    var dy = Math.sin(turn) * size;
    g.fill(
        Shapes.outline(
            x - dx,
            y - dy,
            x - dy * 0.5,
            y + dx * 0.5,
            x + dx,
            y + dy,
            x + dy * 0.5,
            y - dx * 0.5));
  }

  private static void fallen(Canvas canvas, Random random, int[] leaves, double top) {
    for (var shade = 0; shade < 4; shade++) {
      var paint = Tint.of(leaves[random.nextInt(leaves.length)]).times(0.4 + 0.2 * shade);
      canvas.draw(
          g -> {
            for (var i = 0; i < 130; i++) {
              var near = Math.sqrt(random.nextDouble());
              leaf(
                  g,
                  random,
                  random.nextDouble() * canvas.right(),
                  top + (1.02 - top) * near,
                  0.002 + 0.008 * near * random.nextDouble());
            }
          },
          (x, y) -> paint);
    }
  }
}
