package pando.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;

/// What happens to the processes behind the engine.
class ImageWorkerTest {
  private static final byte[] PHOTO = TestPhotos.jpeg(64, 48);
  private static final EngineConfig CONFIG = TestPhotos.CONFIG;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private ImageEngine engine(EngineConfig config) {
    return new ImageEngine(config, () -> now);
  }

  private static Rendition render(ImageEngine engine) {
    return engine.render(PHOTO, Purpose.POST, List.of(), Duration.ofMinutes(1));
  }

  private static EngineConfig withBudget(Duration budget) {
    var one = TestPhotos.config(CONFIG.media().library(), 1);
    return new EngineConfig(one.media(), one.folder(), budget, one.idle());
  }

  @Test
  void noProcessRunsBeforeTheFirstPhotoAndOneServesManyInTurn() {
    try (var engine = engine(CONFIG)) {
      assertThat(engine.pids()).isEmpty();
      render(engine);
      var first = engine.pids();
      render(engine);

      assertThat(engine.pids()).hasSize(1).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SEGV", "ABRT"})
  void aWorkerThatDiesOverAPhotoFailsThatPhotoAlone(String signal) throws Exception {
    try (var engine = engine(CONFIG);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      render(engine);
      var worker = engine.pids().getFirst();
      signal("STOP", worker); // the photo reaches it and stays there
      var photo = threads.submit(() -> render(engine));
      while (engine.resting() > 0) {
        Thread.onSpinWait();
      }
      signal(signal, worker);
      signal("CONT", worker);

      assertThatThrownBy(photo::get)
          .hasCauseInstanceOf(ImageEngine.Unfinished.class)
          .hasMessageContaining("died over a photo");
      assertThat(render(engine).variants()).hasSize(4);
      assertThat(engine.pids()).hasSize(1).doesNotContain(worker);
    }
  }

  @Test
  void aWorkerThatDiedAtRestIsReplacedUnseen() throws Exception {
    try (var engine = engine(CONFIG)) {
      render(engine);
      var worker = engine.pids().getFirst();
      signal("KILL", worker);
      ProcessHandle.of(worker).ifPresent(process -> process.onExit().join());

      assertThat(render(engine).variants()).hasSize(4);
      assertThat(engine.pids()).hasSize(1).doesNotContain(worker);
    }
  }

  @Test
  void aPhotoThatTakesTooLongIsGivenUp() throws Exception {
    try (var engine = engine(withBudget(Duration.ofMillis(300)))) {
      render(engine);
      var worker = engine.pids().getFirst();
      signal("STOP", worker);

      assertThatThrownBy(() -> render(engine))
          .isInstanceOf(ImageEngine.Unfinished.class)
          .hasMessageContaining("ran out of time");
      assertThat(engine.pids()).isEmpty();
    }
  }

  @Test
  void aPhotoWaitsForAFreeWorkerOnlyAsLongAsItsSenderIsPatient() throws Exception {
    try (var engine = engine(withBudget(Duration.ofSeconds(20)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      render(engine);
      var worker = engine.pids().getFirst();
      signal("STOP", worker);
      var first = threads.submit(() -> render(engine));
      while (engine.resting() > 0) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> engine.render(PHOTO, Purpose.POST, List.of(), Duration.ofMillis(50)))
          .isInstanceOf(ImageEngine.Unfinished.class)
          .hasMessageContaining("no worker was free");
      signal("CONT", worker);
      assertThat(first.get(20, TimeUnit.SECONDS).variants()).hasSize(4);
    }
  }

  @Test
  void aWorkerWithoutWorkGoesAndComesBackWithIt() {
    try (var engine = engine(CONFIG)) {
      render(engine);
      var worker = ProcessHandle.of(engine.pids().getFirst()).orElseThrow();
      now = now.plus(CONFIG.idle().minusMillis(1));
      engine.endIdle();
      assertThat(engine.pids()).hasSize(1);

      now = now.plusMillis(1);
      engine.endIdle();
      assertThat(engine.pids()).isEmpty();
      worker.onExit().join();

      assertThat(render(engine).variants()).hasSize(4);
    }
  }

  @Test
  void noWorkerOutlivesItsEngine() {
    List<ProcessHandle> workers;
    try (var engine = engine(CONFIG)) {
      render(engine);
      workers = engine.pids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    }

    workers.forEach(worker -> worker.onExit().join());
    assertThat(workers).hasSize(1).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void withoutLibvipsThePersonInChargeIsToldWhatToInstall(@TempDir Path empty) {
    var missing = TestPhotos.config(empty.resolve("libvips.so").toString(), 1);
    try (var engine = engine(missing)) {
      assertThatThrownBy(() -> render(engine))
          .isInstanceOf(Refusal.Unavailable.class)
          .hasMessageContaining("apt install libvips42");
      assertThat(engine.pids()).isEmpty();
    }
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
  }
}
