package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.fleet.Control;
import pando.fleet.Launcher;
import pando.fleet.Progress;
import pando.fleet.Status;

/// A grown site for a drill, in a folder and on ports that nobody else has. It is run as any other
/// is: by a supervisor that is asked over its socket. It is gone when this is closed.
public final class TrialSite implements AutoCloseable {
  /// What one person may do in five minutes is no part of a drill.
  private static final String SETTINGS =
      """
      site: {title: Drill}
      limits: {requestsPerFiveMinutes: 10000000, uploadsPerHalfHour: 1000000}
      """;

  private static final Duration AWAIT_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /// How many times longer than a look it pauses at least: looks must not take the processors from
  /// what is looked at.
  private static final int PAUSES = 4;

  /// How long it pauses at most: a look may have waited for something that is away.
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  /// Ports from 32,768 on are given to connections by the kernel, so no site may count on them.
  private static final int FIRST_PORT = 27_000;

  private static final int PORTS_OF_SITE = 500;
  private static final int SITES = 10;

  private final Path topologies;
  private final Path folder;
  private final Layout layout;
  private final int front = freePort();
  private final int photos = freePort();
  private final int firstPort;
  private final Thread ending = new Thread(this::end, "end of the drill");
  private volatile @Nullable Disk disk;

  /// @param topologies the folder of the files of the stages
  public TrialSite(Path topologies) {
    if (!Files.isDirectory(topologies)) {
      throw new Refusal.Invalid(
          "there is no folder %s with the topologies of the stages; name it with --topologies"
              .formatted(topologies));
    }
    this.topologies = topologies;
    try {
      var passable = PosixFilePermissions.fromString("rwx--x--x"); // for the user of the database
      this.folder =
          Files.createTempDirectory("drill", PosixFilePermissions.asFileAttribute(passable));
      this.layout = new Layout(folder.resolve("data"));
      Files.createDirectory(layout.data(), PosixFilePermissions.asFileAttribute(passable));
      writeSettings();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a site for the drill", e);
    }
    var pid = (int) ProcessHandle.current().pid();
    this.firstPort = FIRST_PORT + PORTS_OF_SITE * (pid % SITES);
    Runtime.getRuntime().addShutdownHook(ending);
  }

  private void writeSettings() throws IOException {
    Files.writeString(layout.settings(), SETTINGS);
  }

  /// Has the site make a backup, before anything of it is started.
  void backUpTo(Path place) {
    try {
      var setting = "backup: {folder: '%s'}%n".formatted(place);
      Files.writeString(layout.settings(), SETTINGS + setting);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + layout.settings(), e);
    }
  }

  /// Kills every process and deletes everything but the settings, as the loss of a machine does.
  void lose() {
    processes().forEach(ProcessHandle::destroyForcibly);
    await("every process has ended", () -> processes().isEmpty());
    delete(layout.data(), Set.of(layout.settings(), layout.data()));
  }

  /// Deletes a folder and all that is in it.
  ///
  /// @param kept what of that is not deleted
  static void delete(Path folder, Set<Path> kept) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!kept.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /// Starts the supervisor.
  ///
  /// @param environment what every process of the site has in its environment
  void start(Map<String, String> environment) {
    Launcher.start(layout, environment);
  }

  /// Has the site on a disk of its own, before anything of it is started.
  ///
  /// @throws Refusal.Invalid if this process may not mount one
  void mountDisk(int megabytes) {
    disk = Disk.inMemory(layout.data(), megabytes);
    try {
      writeSettings();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a site for the drill", e);
    }
  }

  static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command[0], e);
    }
  }

  /// Has a server of the database on a disk of its own that can be made to hang, before anything of
  /// the site is started.
  ///
  /// @throws Refusal.Invalid if this process may not mount one
  void mountDisk(String server) {
    disk = Disk.inFile(layout.postgres(server), folder.resolve("disk.img"));
  }

  /// What was mounted.
  Disk disk() {
    return Objects.requireNonNull(disk);
  }

  /// Brings the site to a stage.
  ///
  /// @param stage such as `03-load-balancer`
  /// @param tell is told of each step that is done
  public void apply(String stage, Consumer<Progress> tell) {
    applyText(stage, topology(stage), tell);
  }

  /// Applies a topology that is no file.
  void applyText(String stage, String text, Consumer<Progress> tell) {
    Launcher.ask(
        layout,
        new Control.Ask("apply", Map.of("text", text, "file", stage + ".yaml")),
        line -> tell.accept(Progress.read(line)));
  }

  /// Has the supervisor do something.
  public void ask(String verb, Map<String, String> arguments) {
    ask(verb, arguments, _ -> {});
  }

  /// Has the supervisor do something step by step.
  ///
  /// @param tell is told of each step that is done
  void ask(String verb, Map<String, String> arguments, Consumer<Progress> tell) {
    Launcher.ask(
        layout,
        new Control.Ask(verb, new HashMap<>(arguments)),
        line -> tell.accept(Progress.read(line)));
  }

  /// The text of a stage, with the ports of this site.
  public String topology(String stage) {
    try {
      return Files.readString(topologies.resolve(stage + ".yaml"))
          .replace(":8080", ":" + front)
          .replace(":8081", ":" + photos)
          .replace("  home:\n", "  home:\n    ports: " + firstPort + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the topology " + stage, e);
    }
  }

  /// Every process that the supervisor knows.
  public List<Status.Line> members() {
    var answer = Control.ask(layout, new Control.Ask("status", Map.of()), _ -> {});
    return answer == null ? List.of() : Status.read(answer).lines();
  }

  /// The processes of a role, such as `web`.
  List<Status.Line> members(String role) {
    return members().stream().filter(line -> line.role().equals(role)).toList();
  }

  /// What a member, or a file of logs such as `supervisor`, has written.
  String log(String name) {
    try {
      return Files.readString(layout.log(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of " + name, e);
    }
  }

  /// Waits until processes that were killed run again, under their names.
  ///
  /// @return how long that took, and that every process serves
  Duration awaitAgain(List<Status.Line> killed) {
    var start = System.nanoTime();
    var pids = killed.stream().map(Status.Line::pid).toList();
    var names = killed.stream().map(Status.Line::name).toList();
    await(
        String.join(", ", names) + " are started again",
        () ->
            members().stream()
                    .filter(one -> names.contains(one.name()) && !pids.contains(one.pid()))
                    .count()
                == names.size());
    awaitServing();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Kills a process as a power cut does.
  public static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /// The process of the supervisor.
  public long supervisor() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains("supervise --data " + layout.data()))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  /// The processes that have to do with this site: they name its folder or work in it.
  public List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process ->
            commandLine(process).contains(folder.toString())
                || workingFolder(process).startsWith(folder))
        .toList();
  }

  private static Path workingFolder(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
    } catch (IOException _) {
      return Path.of("/"); // it has ended
    }
  }

  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException _) {
      return ""; // it has ended
    }
  }

  /// Waits until every process can serve.
  ///
  /// @return how long that took
  Duration awaitServing() {
    return await(
        "every process serves",
        () -> {
          var lines = members();
          return !lines.isEmpty() && lines.stream().allMatch(one -> one.health().equals("serves"));
        });
  }

  /// Waits until something is so.
  ///
  /// @return how long that took
  public static Duration await(String what, BooleanSupplier isSo) {
    var start = System.nanoTime();
    var look = start;
    while (!isSo.getAsBoolean()) {
      var now = System.nanoTime();
      if (now - start > AWAIT_LIMIT.toNanos()) {
        throw new Refusal.Unavailable("it did not come to be that " + what);
      }
      var gently = (now - look) * PAUSES;
      pause(Duration.ofNanos(Math.clamp(gently, LOOK_EVERY.toNanos(), LONGEST_PAUSE.toNanos())));
      look = System.nanoTime();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("the drill was interrupted");
    }
  }

  /// Where people reach it.
  public URI url() {
    return URI.create("http://localhost:" + front);
  }

  /// Where its files are.
  public Layout layout() {
    return layout;
  }

  /// A file of the drill, beside the site.
  public Path file(String name) {
    return folder.resolve(name);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends every process of the site and deletes its folder, whatever has happened to it. A drill
  /// that is interrupted does so, too.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException _) {
      return; // this process ends, and does it
    }
    end();
  }

  private void end() {
    var mounted = disk;
    if (mounted != null) {
      mounted.thaw();
    }
    try {
      var _ = Control.ask(layout, new Control.Ask("down", Map.of()), _ -> {});
    } catch (Refusal _) {
      // what is left is killed
    }
    processes().forEach(ProcessHandle::destroyForcibly);
    if (mounted != null) {
      mounted.close();
    }
    delete(folder, Set.of());
  }
}
