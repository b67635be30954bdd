package pando.painting;

import java.util.Random;

/// What a photo shows.
@SuppressWarnings("ImmutableEnumChecker") // its scenes are functions without state
public enum Motif {
  MOUNTAINS(Heights::mountains),
  PEAK(Heights::peak),
  DUNES(Heights::dunes),
  CLIFFS(Heights::cliffs),
  SNOW(Heights::snow),
  SEA(Shores::sea),
  LIGHTHOUSE(Shores::lighthouse),
  HARBOUR(Piers::harbour),
  BRIDGE(Piers::bridge),
  LAKE(Piers::lake),
  FOREST(Woods::forest),
  AUTUMN(Woods::autumn),
  FIELDS(Fields::fields),
  BALLOONS(Fields::balloons),
  CITY(Nights::city),
  AURORA(Nights::aurora),
  STARS(Nights::stars),
  RAIN(Nights::rain),
  FLOWER(Closeups::flower),
  TEA(Closeups::tea);

  private final Scene scene;

  Motif(Scene scene) {
    this.scene = scene;
  }

  private interface Scene {
    void paint(Canvas canvas, Light light, Random random);
  }

  void paint(Canvas canvas, Light light, Random random) {
    scene.paint(canvas, light, random);
  }
}
