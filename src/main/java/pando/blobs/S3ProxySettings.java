package pando.blobs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.cluster.HostPort;

/// How S3Proxy is an object store before a folder: its files, and the command that starts it.
///
/// It is a Java program of other people with libraries of its own, so it runs from its own class
/// path: `./pando` fetches it with Maven (`components/s3proxy/pom.xml`).
///
/// @param address where it listens
/// @param data where the objects are; the folder must be there
/// @param accessKey who may sign requests
/// @param secretKey with what
public record S3ProxySettings(HostPort address, Path data, String accessKey, String secretKey) {
  /// The name of its settings, in the folder of the process. They have the secret key in them, so
  /// their owner alone may read them.
  public static final String SETTINGS = "s3proxy.conf";

  /// The name of the settings of its log.
  public static final String LOG_SETTINGS = "logback.xml";

  /// The release, which `components/s3proxy/pom.xml` names too.
  private static final String RELEASE = "4.1.0";

  private static final String HEAP = "-Xmx96m";

  public S3ProxySettings {
    if (!accessKey.matches("[A-Za-z0-9_-]+") || !secretKey.matches("[A-Za-z0-9_-]{16,512}")) {
      throw new Refusal.Invalid(
          "the keys of the object store are letters and digits, of the secret key 16 at least");
    }
  }

  /// What [#SETTINGS] says.
  public String settings() {
    return """
    s3proxy.endpoint=http://%s
    s3proxy.authorization=aws-v2-or-v4
    s3proxy.identity=%s
    s3proxy.credential=%s
    jclouds.provider=filesystem-nio2
    jclouds.filesystem.basedir=%s
    """
        .formatted(address, accessKey, secretKey, data);
  }

  /// What [#LOG_SETTINGS] says: warnings, on standard output.
  public String logSettings() {
    return """
    <configuration>
      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
        <encoder>
          <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %msg%n</pattern>
        </encoder>
      </appender>
      <root level="warn">
        <appender-ref ref="out"/>
      </root>
    </configuration>
    """;
  }

  /// What starts the process, which stays in the foreground until SIGTERM.
  ///
  /// @param libraries where its jars are, such as [#libraries]
  /// @param folder of the process, which has its files
  public static List<String> command(Path libraries, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dlogback.configurationFile=" + folder.resolve(LOG_SETTINGS),
        "-cp",
        libraries.resolve("*").toString(),
        "org.gaul.s3proxy.Main",
        "--properties",
        folder.resolve(SETTINGS).toString());
  }

  /// Where `./pando` has put its jars.
  public static Path libraries() {
    var told = System.getenv("PANDO_S3PROXY");
    if (told != null) {
      return Path.of(told);
    }
    return cache(System.getenv("XDG_CACHE_HOME")).resolve("pando").resolve("s3proxy-" + RELEASE);
  }

  /// Root's own cache is closed to the user that components run as.
  private static Path cache(@Nullable String told) {
    if (System.getProperty("user.name").equals("root")) {
      return Path.of("/var/cache");
    }
    return told == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(told);
  }

  /// Without the secret key, which must not reach a log.
  @Override
  public String toString() {
    return "S3ProxySettings[%s before %s]".formatted(address, data);
  }
}
