package pando.config;

import pando.base.Refusal;

/// The `media` section: which photos are taken.
///
/// @param maxUploadBytes the largest file
/// @param maxPixels the largest width times height, which is what decoding a photo costs
public record MediaConfig(long maxUploadBytes, long maxPixels) {
  public static final MediaConfig DEFAULT = new MediaConfig(16L << 20, 50_000_000);

  private static final long UPLOAD_CEILING_BYTES = 256L << 20;
  private static final long PIXEL_CEILING = 200_000_000;

  public MediaConfig {
    if (maxUploadBytes < 1 || maxUploadBytes > UPLOAD_CEILING_BYTES) {
      throw new Refusal.Invalid("maxUploadBytes is not between 1 and " + UPLOAD_CEILING_BYTES);
    }
    if (maxPixels < 1 || maxPixels > PIXEL_CEILING) {
      throw new Refusal.Invalid("maxPixels is not between 1 and " + PIXEL_CEILING);
    }
  }
}
