package pando.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import pando.base.Refusal;

/// The kinds of image that Pando reads, told by the first bytes of a file. Names and MIME types
/// that a client sends are not asked: they are often wrong and sometimes lies.
public enum ImageKind {
  JPEG("image/jpeg", "jpegload_buffer"),
  PNG("image/png", "pngload_buffer"),
  GIF("image/gif", "gifload_buffer"),
  WEBP("image/webp", "webpload_buffer"),
  HEIC("image/heic", "heifload_buffer"),
  AVIF("image/avif", "heifload_buffer");

  private static final String NOT_A_PHOTO =
      "this file is not a photo that Pando can read: send JPEG, PNG, GIF, WebP, HEIC or AVIF";
  private static final String A_VIDEO =
      "this file is a video, and Pando shows photos: send JPEG, PNG, GIF, WebP, HEIC or AVIF";

  /// How much of a file is looked at: enough for the list of brands of HEIC and AVIF.
  private static final int HEAD_BYTES = 128;

  private static final List<String> AVIF_BRANDS = List.of("avif", "avis");
  private static final List<String> HEIC_BRANDS = List.of("heic", "heix", "heim", "heis", "hevc");

  private final String mimeType;
  private final String loader;

  ImageKind(String mimeType, String loader) {
    this.mimeType = mimeType;
    this.loader = loader;
  }

  public String mimeType() {
    return mimeType;
  }

  /// How names of such files end.
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The libvips operation that reads this kind and nothing else.
  String loader() {
    return loader;
  }

  /// The kind of a file.
  ///
  /// @throws Refusal.Invalid if it is none of these
  public static ImageKind require(byte[] file) {
    var head = new String(file, 0, Math.min(file.length, HEAD_BYTES), ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("ftyp", 4)) {
      return ofBrands(file, head);
    }
    throw new Refusal.Invalid(isVideo(head) ? A_VIDEO : NOT_A_PHOTO);
  }

  /// HEIC, AVIF and MP4 are the same container. Its first box lists brands: the major one, four
  /// bytes of version, then the compatible ones.
  private static ImageKind ofBrands(byte[] file, String head) {
    var boxBytes = ByteBuffer.wrap(file).getInt();
    var brands = new String[Math.max(0, (Math.min(head.length(), boxBytes) - 8) / 4)];
    Arrays.setAll(brands, i -> head.substring(8 + 4 * i, 12 + 4 * i));
    var named = Arrays.asList(brands);
    if (AVIF_BRANDS.stream().anyMatch(named::contains)) {
      return AVIF;
    }
    if (HEIC_BRANDS.stream().anyMatch(named::contains)) {
      return HEIC;
    }
    throw new Refusal.Invalid(A_VIDEO);
  }

  /// Matroska and WebM, AVI, MPEG.
  private static boolean isVideo(String head) {
    return head.startsWith("\u001aE\u00df\u00a3")
        || (head.startsWith("RIFF") && head.startsWith("AVI ", 8))
        || head.startsWith("\0\0\u0001\u00ba");
  }
}
