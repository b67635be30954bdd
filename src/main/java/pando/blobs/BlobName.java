package pando.blobs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;

/// What a file is called: `ID-HASH.EXTENSION`, the id of its photo and the SHA-256 of its bytes.
///
/// The name says what is in a file, so it never changes and may be cached for ever. It also says
/// whose it is: files of different photos are different files, even if their bytes are the same, so
/// that deleting a photo needs to ask nobody.
///
/// @param text the whole name
/// @param photo whose file it is
public record BlobName(String text, MediaId photo) {
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-[0-9a-f]{64}\\.[a-z]{3,4}");

  static BlobName of(MediaId photo, byte[] bytes, String extension) {
    return new BlobName(photo.value() + "-" + hash(bytes) + "." + extension, photo);
  }

  /// The name that a stranger sent, or null if it cannot be one.
  static @Nullable BlobName find(String text) {
    var name = NAME.matcher(text);
    return name.matches() ? new BlobName(text, new MediaId(Long.parseLong(name.group(1)))) : null;
  }

  /// The hash of the bytes, in hexadecimal.
  public String hash() {
    return text.substring(text.indexOf('-') + 1, text.indexOf('.'));
  }

  boolean isOf(byte[] bytes) {
    return hash().equals(hash(bytes));
  }

  /// Where the file is: `AREA/SLOT/XX/NAME`, where SLOT is that of the photo, and XX spreads a slot
  /// over 256 folders.
  String path(Area area) {
    return folder(area, photo) + text;
  }

  /// Where the files of a photo are, with a slash at the end.
  static String folder(Area area, MediaId photo) {
    return folder(area, photo.slot()) + "%02x/".formatted(photo.millis() & 0xff);
  }

  /// Where the files of a slot are, with a slash at the end.
  static String folder(Area area, int slot) {
    return "%s/%03x/".formatted(area.folder(), slot);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
