package pando.web;

import org.jspecify.annotations.Nullable;

/// What other sites and apps show of a page when somebody sends its address.
///
/// @param kind `website`, `profile` or `article`, as Open Graph calls it
/// @param url the one address of what is shown
/// @param picture null if there is none, or none that everybody may see
/// @param indexed whether search engines may show it
/// @param data where the API tells the same; null if nowhere
public record Preview(
    String kind,
    String title,
    String description,
    String url,
    @Nullable Picture picture,
    boolean indexed,
    @Nullable String data) {

  /// A picture: its address, what is on it, and its size in pixels.
  public record Picture(String url, String description, int width, int height) {}
}
