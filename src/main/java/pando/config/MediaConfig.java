package pando.config;

import pando.base.Refusal;

/// The `media` section: which photos are taken, and what prepares them.
///
/// @param maxUploadBytes the largest file
/// @param maxPixels the largest width times height, which is what decoding a photo costs
/// @param library the file of libvips; empty for the system's or the one in the data folder
/// @param workers how many photos are prepared at a time, each in a process of its own
public record MediaConfig(long maxUploadBytes, long maxPixels, String library, int workers) {
  /// The limits are those of Mastodon, which clients are made for.
  public static final MediaConfig DEFAULT = new MediaConfig(16L << 20, 33_177_600, "", 2);

  private static final long UPLOAD_CEILING_BYTES = 256L << 20;
  private static final long PIXEL_CEILING = 200_000_000;
  private static final int WORKER_CEILING = 64;

  public MediaConfig {
    requireBetween("maxUploadBytes", maxUploadBytes, UPLOAD_CEILING_BYTES);
    requireBetween("maxPixels", maxPixels, PIXEL_CEILING);
    requireBetween("workers", workers, WORKER_CEILING);
  }

  private static void requireBetween(String name, long value, long ceiling) {
    if (value < 1 || value > ceiling) {
      throw new Refusal.Invalid("%s is not between 1 and %d".formatted(name, ceiling));
    }
  }
}
