package pando.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `media` section: which photos are taken, and what prepares them.
///
/// @param maxUploadBytes the largest file
/// @param maxPixels the largest width times height, which is what decoding a photo costs
/// @param library the file of libvips; empty for the system's or the one in the data folder
/// @param workers how many photos are prepared at a time, each in a process of its own
/// @param url where browsers fetch photos, such as `https://photos.example.net` of a CDN that has
///   them from this site; none: from this site itself
public record MediaConfig(
    long maxUploadBytes, long maxPixels, String library, int workers, @Nullable URI url) {
  /// The limits are those of Mastodon, which clients are made for.
  public static final MediaConfig DEFAULT = new MediaConfig(16L << 20, 33_177_600, "", 2, null);

  private static final long UPLOAD_CEILING_BYTES = 256L << 20;
  private static final long PIXEL_CEILING = 200_000_000;
  private static final int WORKER_CEILING = 64;

  public MediaConfig {
    requireBetween("maxUploadBytes", maxUploadBytes, UPLOAD_CEILING_BYTES);
    requireBetween("maxPixels", maxPixels, PIXEL_CEILING);
    requireBetween("workers", workers, WORKER_CEILING);
    if (url != null && !SiteConfig.isBase(url)) {
      throw new Refusal.Invalid(
          "url is not like https://photos.example.net, without anything after the name: " + url);
    }
  }

  /// Where browsers fetch photos.
  ///
  /// @param site where people reach the site
  public URI base(URI site) {
    return url == null ? site : url;
  }

  private static void requireBetween(String name, long value, long ceiling) {
    if (value < 1 || value > ceiling) {
      throw new Refusal.Invalid("%s is not between 1 and %d".formatted(name, ceiling));
    }
  }
}
