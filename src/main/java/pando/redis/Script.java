package pando.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A few lines of Lua that the server runs as one step. It keeps them under their hash.
public final class Script {
  private final byte[] text;
  private final byte[] hash;

  public Script(String text) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(this.text);
      this.hash = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  byte[] text() {
    return text;
  }

  byte[] hash() {
    return hash;
  }
}
