package pando.cdn;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.base.Refusal;
import pando.cluster.HostPort;

/// How a Varnish is an edge: its program in VCL, and the command that starts it. (Varnish makes
/// machine code of the program with a C compiler, which Debian's package brings.)
///
/// It has photos and files of the app only, from any of the origins that is well. However many ask
/// for a file that it does not have, it fetches it once. What it has it serves on while no origin
/// is there. Large files that are asked for rarely are passed on without being kept.
///
/// @param name of this edge, which its answers tell
/// @param address where it listens
/// @param memoryMegabytes for what it keeps; the process takes about 30 more
/// @param origins nodes that answer for the site, or what balances between them
/// @param admitAfter how often a large file ([#LARGE_BYTES]) must have been asked for to be kept,
///   with no more than [#ADMIT_WITHIN] from one time to the next; 1: the first is enough
/// @param secret the word of those who may purge
public record EdgeSettings(
    String name,
    HostPort address,
    int memoryMegabytes,
    List<HostPort> origins,
    int admitAfter,
    String secret) {
  /// How long a file is kept without asking the site again, whether it still has it. The site's own
  /// word, if it is shorter, goes first.
  public static final Duration FRESH = Duration.ofHours(1);

  /// How long after that it is served while the site is asked, or while the site is away.
  public static final Duration STALE = Duration.ofDays(7);

  /// How long an edge remembers that there is no such file.
  public static final Duration MISSING = Duration.ofSeconds(10);

  /// From this size on a file is large: photos in full size are, thumbnails and the app are not.
  public static final int LARGE_BYTES = 64 << 10;

  /// See `admitAfter`.
  public static final Duration ADMIT_WITHIN = Duration.ofMinutes(5);

  /// Where an edge says that it runs, whether or not it has an origin.
  public static final String HEALTH = "/edge/health";

  /// Where its program is, in its folder. It has the secret in it, so its owner alone may read it.
  public static final String PROGRAM = "edge.vcl";

  /// How many other origins are tried when one fails.
  private static final int RETRIES = 2;

  /// For what is sent and not kept.
  private static final int MIN_TRANSIENT_MEGABYTES = 16;

  public EdgeSettings {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new Refusal.Invalid("an edge needs an origin");
    }
    if (memoryMegabytes < 1) {
      throw new Refusal.Invalid("an edge needs a megabyte at least, not " + memoryMegabytes);
    }
    if (admitAfter < 1) {
      throw new Refusal.Invalid("admitOriginalsAfter is less than 1: " + admitAfter);
    }
    if (!secret.matches("[A-Za-z0-9_-]{16,512}")) {
      throw new Refusal.Invalid(
          "the secret of the edges must be 16 letters and digits at least, and nothing else");
    }
  }

  /// The program in VCL.
  public String program() {
    var backends = new ArrayList<Map<String, Object>>();
    for (var origin : origins) {
      backends.add(
          Map.of(
              "name", "origin" + (backends.size() + 1),
              "host", origin.host(),
              "port", origin.port()));
    }
    return Mustache.compiler()
        .escapeHTML(false)
        .compile(template())
        .execute(
            Map.ofEntries(
                Map.entry("origins", backends),
                Map.entry("secret", secret),
                Map.entry("retries", RETRIES),
                Map.entry("freshSeconds", FRESH.toSeconds()),
                Map.entry("staleSeconds", STALE.toSeconds()),
                Map.entry("missingSeconds", MISSING.toSeconds()),
                Map.entry("admitting", admitAfter > 1),
                Map.entry("admitAfter", admitAfter),
                Map.entry("admitPeriodSeconds", ADMIT_WITHIN.toSeconds() * admitAfter),
                Map.entry("largeBytes", LARGE_BYTES)));
  }

  private static String template() {
    var file = EdgeSettings.class.getResourceAsStream("/edge/edge.vcl");
    try (var reader = new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8)) {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What starts the process, which stays in the foreground until SIGTERM.
  ///
  /// @param folder of this edge alone, which has [#PROGRAM]
  public List<String> command(Path folder) {
    var transients = Math.max(MIN_TRANSIENT_MEGABYTES, memoryMegabytes / 4);
    return List.of(
        "varnishd",
        "-F",
        "-j",
        "none",
        "-n",
        workFolder(folder),
        "-i",
        name,
        "-a",
        address.toString(),
        "-f",
        folder.resolve(PROGRAM).toString(),
        "-s",
        "malloc," + memoryMegabytes + "m",
        "-s",
        "Transient=malloc," + transients + "m",
        "-p",
        "thread_pools=1",
        "-p",
        "thread_pool_min=20",
        "-p",
        "vsl_space=8M");
  }

  /// What gives a running edge another program, and loses nothing of what it keeps: to be run one
  /// after the other, when [#PROGRAM] is written.
  ///
  /// @param version a name that no program of this edge has had, of letters and digits
  public static List<List<String>> reload(Path folder, String version) {
    var administer = List.of("varnishadm", "-n", workFolder(folder));
    return List.of(
        joined(administer, "vcl.load", version, folder.resolve(PROGRAM).toString()),
        joined(administer, "vcl.use", version));
  }

  private static List<String> joined(List<String> first, String... rest) {
    var all = new ArrayList<>(first);
    all.addAll(List.of(rest));
    return all;
  }

  private static String workFolder(Path folder) {
    return folder.resolve("varnish").toString();
  }

  /// Without the secret, which must not reach a log.
  @Override
  public String toString() {
    return "EdgeSettings[%s at %s from %s]".formatted(name, address, origins);
  }
}
