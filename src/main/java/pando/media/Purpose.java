package pando.media;

/// What an image is for, which says what is made from it.
///
/// @see Rendition
public enum Purpose {
  /// A photo in a post: fits 1,280 by 1,280 pixels and 400 by 400, never enlarged.
  POST(1280, 1280),
  /// The square picture of an account, cut to exactly 400 by 400 pixels.
  AVATAR(400, 400),
  /// The banner of an account, cut to exactly 1,500 by 500 pixels.
  HEADER(1500, 500);

  /// The longest side of the small variant of a photo.
  static final int SMALL_SIDE = 400;

  private final int width;
  private final int height;

  Purpose(int width, int height) {
    this.width = width;
    this.height = height;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// Whether the image is cut to the exact size, rather than fitted inside it.
  boolean cut() {
    return this != POST;
  }
}
