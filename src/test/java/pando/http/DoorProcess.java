package pando.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import pando.config.LimitsConfig;

/// A web server in a process of its own: `/who` says its process id, `/from` whom it takes for the
/// client, and after `/sick` it says that it cannot serve. It leaves its port when it is told to
/// end, as a node of a grown site does.
public record DoorProcess(Process process, int port, Path uploads) implements AutoCloseable {
  /// Starts one.
  ///
  /// @param port 0: any
  public static DoorProcess start(int port, boolean claims) throws IOException {
    var uploads = Files.createTempDirectory("pando-door");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(DoorProcess.class.getName(), "" + port, "" + claims, uploads.toString()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var line = process.inputReader().readLine();
    return new DoorProcess(process, Integer.parseInt(line), uploads);
  }

  /// Runs until SIGTERM.
  public static void main(String[] arguments) throws Exception {
    var uploads = Path.of(arguments[2]);
    var url = URI.create("http://pando.example");
    var port = Integer.parseInt(arguments[0]);
    var config = new ServerConfig("127.0.0.1", port, url, Set.of(), uploads);
    var limits = new RateLimits(InstantSource.system(), false, LimitsConfig.DEFAULT);
    var pid = ProcessHandle.current().pid();
    var well = new AtomicBoolean(true);
    var health =
        new Health(() -> {
          if (!well.get()) {
            throw new IllegalStateException("sick");
          }
          return true;
        });
    var router = new Router().get("/who", _ -> Reply.text(200, "" + pid));
    router.post("/who", _ -> Reply.text(200, "" + pid));
    router.post("/sick", _ -> sicken(well));
    router.get("/from", call -> Reply.text(200, call.clientAddress()));
    health.addTo(router);
    var server = new HttpServer(config, router, limits, TestSite::authenticate, _ -> {}).start();
    if (Boolean.parseBoolean(arguments[1])) {
      server.claim();
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              health.leave();
              LockSupport.parkNanos(SECONDS.toNanos(1));
              server.drain(() -> {});
              server.close();
            }));
    System.out.println(server.port());
    new CountDownLatch(1).await();
  }

  private static Reply sicken(AtomicBoolean well) {
    well.set(false);
    return Reply.text(200, "sick");
  }

  /// Tells it to end, and waits until it has.
  public void leave() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, SECONDS)) {
      throw new AssertionError("it does not end");
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public String pid() {
    return Long.toString(process.pid());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try {
      Files.delete(uploads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
