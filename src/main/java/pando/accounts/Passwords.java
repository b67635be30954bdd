package pando.accounts;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import pando.base.Refusal;
import pando.base.Request;

/// Hashes passwords with Argon2id, in the PHC string format. The parameters are OWASP's: 19 MiB of
/// memory, two passes, one lane.
///
/// Hashing is meant to be slow, so only [#AT_ONCE] run at the same time; others wait in the order
/// they came, and are refused when that takes too long. They run on threads of the operating
/// system: a virtual thread that computes does not let others have its processor.
final class Passwords {
  static final int MIN_LENGTH = 8; // characters
  static final int MAX_LENGTH = 128;

  private static final Cost COST = new Cost(19 * 1024, 2, 1);
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int AT_ONCE = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private static final String PARAMETERS =
      "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(COST.memoryKib(), COST.passes(), COST.lanes());

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /// The hash of no password, to spend the same time on names that nobody has.
  static final String OF_NOBODY = phc(new byte[SALT_BYTES], new byte[HASH_BYTES]);

  /// What a hash takes to compute.
  private record Cost(int memoryKib, int passes, int lanes) {}

  private final Semaphore gate = new Semaphore(AT_ONCE, true);

  /// The hash to store for a password.
  String hash(String password) {
    var salt = Secrets.bytes(SALT_BYTES);
    return phc(salt, argon2(password, salt, COST, HASH_BYTES));
  }

  /// Whether a stored hash is that of a password.
  boolean verify(String password, String stored) {
    var phc = PHC.matcher(stored);
    if (!phc.matches()) {
      throw new IllegalStateException("a stored password hash is not Argon2id in PHC format");
    }
    var wanted = Base64.getDecoder().decode(phc.group(5));
    var cost =
        new Cost(
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)));
    var made = argon2(password, Base64.getDecoder().decode(phc.group(4)), cost, wanted.length);
    return Secrets.same(made, wanted);
  }

  /// Whether a stored hash was made with other parameters than are used now.
  static boolean isOutdated(String stored) {
    return !stored.startsWith(PARAMETERS);
  }

  private static String phc(byte[] salt, byte[] hash) {
    var base64 = Base64.getEncoder().withoutPadding();
    return PARAMETERS + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }

  private byte[] argon2(String password, byte[] salt, Cost cost, int hashBytes) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    var hash = new byte[hashBytes];
    // The same password typed on two keyboards may come as different characters.
    var normal = Normalizer.normalize(password, Normalizer.Form.NFC);
    var making =
        new FutureTask<>(
            () -> generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash), hash);
    enter();
    try {
      Thread.ofPlatform().daemon().name("password").start(making);
      return making.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The server is shutting down, please try again");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      gate.release();
    }
  }

  private void enter() {
    var left = Request.current().remaining();
    var wait = left.compareTo(MAX_WAIT) < 0 ? left : MAX_WAIT;
    try {
      if (!gate.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Refusal.Unavailable("Too many people are signing in, please try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The server is shutting down, please try again");
    }
  }
}
