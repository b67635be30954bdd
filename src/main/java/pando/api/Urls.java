package pando.api;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import pando.base.PostId;
import pando.media.Photo;
import pando.media.Variant;

/// The public addresses of what the site shows.
///
/// All are absolute. Photos and assets have a base of their own, so that a CDN can serve them.
final class Urls {
  private final String site;
  private final String media;
  private final String domain;

  /// @param site where people reach the site, without a slash at the end
  /// @param media where photos and assets are served
  Urls(URI site, URI media) {
    this.site = site.toString();
    this.media = media.toString();
    this.domain = site.getAuthority();
  }

  /// The site's name in user names such as `ana@localhost:8080`.
  String domain() {
    return domain;
  }

  /// An address of the site itself; `path` begins with a slash.
  String site(String path) {
    return site + path;
  }

  /// Where live updates come from, over WebSocket.
  String streaming() {
    return site.replaceFirst("^http", "ws");
  }

  String account(String username) {
    return site + "/@" + username;
  }

  String accountUri(String username) {
    return site + "/users/" + username;
  }

  String post(String username, PostId id) {
    return site + "/@" + username + "/" + id.value();
  }

  String postUri(String username, PostId id) {
    return site + "/users/" + username + "/statuses/" + id.value();
  }

  String tag(String tag) {
    return site + "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
  }

  /// A photo by its path on the site.
  String media(String path) {
    return media + path;
  }

  /// The picture of an account, or an asset of the site where there is none that can be shown.
  String picture(@Nullable Photo photo, String asset) {
    var look = photo == null ? null : photo.look();
    return look == null
        ? asset(asset)
        : media(look.file(Variant.Size.LARGE, Variant.Format.JPEG).path());
  }

  String asset(String name) {
    return media + "/assets/" + name;
  }
}
