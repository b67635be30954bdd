package pando.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/// The bytes of a JPEG or WebP file without anything that is not needed to show it. Where a photo
/// was taken, with what and by whom (EXIF, XMP, IPTC, comments) does not leave the server.
///
/// What stays is listed, all else goes: libvips has an option for this, but what it does depends on
/// the version (8.14 drops colour profiles from JPEG, and leaves EXIF and XMP in WebP).
final class PublicBytes {
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_APP = 0xe0;
  private static final int ICC_APP = 0xe2;
  private static final int ADOBE_APP = 0xee;
  private static final int LAST_APP = 0xef;
  private static final int COMMENT = 0xfe;
  private static final String ICC_NAME = "ICC_PROFILE\0";

  private static final Set<String> WEBP_CHUNKS =
      Set.of("VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP");
  private static final int WEBP_HAS_EXIF = 0x08;
  private static final int WEBP_HAS_XMP = 0x04;

  private PublicBytes() {}

  /// A JPEG file with its pixels, its colour profile, and the markers that say how colours are
  /// coded.
  static byte[] ofJpeg(byte[] file) {
    var out = new ByteArrayOutputStream(file.length);
    out.write(file, 0, 2);
    var in = ByteBuffer.wrap(file);
    var at = 2;
    while ((file[at + 1] & 0xff) != START_OF_SCAN) {
      var length = 2 + Short.toUnsignedInt(in.getShort(at + 2));
      if (staysInJpeg(file, at)) {
        out.write(file, at, length);
      }
      at += length;
    }
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }

  private static boolean staysInJpeg(byte[] file, int at) {
    var marker = file[at + 1] & 0xff;
    if (marker == ICC_APP) {
      return new String(file, at + 4, ICC_NAME.length(), ISO_8859_1).equals(ICC_NAME);
    }
    return marker != COMMENT
        && (marker < FIRST_APP || marker > LAST_APP || marker == FIRST_APP || marker == ADOBE_APP);
  }

  /// A WebP file with its frames, its transparency and its colour profile.
  static byte[] ofWebp(byte[] file) {
    var out = new ByteArrayOutputStream(file.length);
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.write(file, 0, 12);
    var at = 12;
    while (at + 8 <= file.length) {
      var name = new String(file, at, 4, ISO_8859_1);
      var size = in.getInt(at + 4);
      var length = Math.min(8 + size + (size & 1), file.length - at);
      if (name.equals("VP8X")) {
        file[at + 8] &= (byte) ~(WEBP_HAS_EXIF | WEBP_HAS_XMP);
      }
      if (WEBP_CHUNKS.contains(name)) {
        out.write(file, at, length);
      }
      at += length;
    }
    var result = out.toByteArray();
    ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putInt(4, result.length - 8);
    return result;
  }
}
