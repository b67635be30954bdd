package pando.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Texts that nobody can guess: tokens, codes, cookies, and the secrets of clients and mails. Only
/// their hash is stored.
final class Secrets {
  private static final int BYTES = 32;
  private static final int PASSWORD_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private Secrets() {}

  /// A new secret: 256 random bits in 43 characters that are safe in a URL.
  static String make() {
    return URL_SAFE.encodeToString(bytes(BYTES));
  }

  /// A new password: 96 random bits in 16 characters, which everybody can type.
  static String password() {
    return URL_SAFE.encodeToString(bytes(PASSWORD_BYTES));
  }

  static byte[] bytes(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// The SHA-256 of a secret. A fast hash is enough: what is random can not be searched for.
  static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static byte[] bytesOf(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /// The SHA-256 in base64url: what PKCE calls the challenge of a verifier.
  static String challenge(String verifier) {
    return URL_SAFE.encodeToString(hash(verifier));
  }

  /// Whether two texts are the same, in a time that does not say where they differ.
  static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
