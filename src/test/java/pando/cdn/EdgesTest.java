package pando.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.cluster.HostPort;
import pando.config.CdnConfig;

/// Real edges before an origin that can be taken away.
@Tag("slow")
class EdgesTest {
  private static final int READERS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final Origin origin = new Origin();
  private final Origin other = new Origin();
  private EdgeProcess first;
  private @Nullable EdgeProcess second;

  @BeforeEach
  void start() {
    first = EdgeProcess.start(folder.resolve("first"), List.of(origin.address()), 1);
  }

  @AfterEach
  void stop() {
    first.close();
    if (second != null) {
      second.close();
    }
    origin.close();
    other.close();
  }

  @Test
  void aFileIsFetchedOnceHoweverManyAskForIt() throws Exception {
    var photo = origin.photo("1-a.webp", 300_000, "p1 a7");
    origin.gate = new CountDownLatch(1);

    assertThat(readTogether(photo)).containsOnly(200);

    assertThat(origin.pulls(photo)).isEqualTo(1);
    assertThat(first.from(photo)).isEqualTo("200 hit");
    assertThat(first.from(photo + "?v=2")).isEqualTo("200 hit");
    assertThat(first.send("HEAD", photo).headers().firstValue("Content-Length")).hasValue("300000");
    var part = first.get(photo, "Range", "bytes=10-19");
    assertThat(part.statusCode() + " " + part.body().length()).isEqualTo("206 10");
  }

  @Test
  void everyEdgeForgetsThePhotoOrAllOfItsOwner() {
    second = EdgeProcess.start(folder.resolve("second"), List.of(origin.address()), 1);
    var one = origin.photo("1-a.webp", 10, "p1 a7");
    var small = origin.photo("1-b.webp", 10, "p1 a7");
    var two = origin.photo("2-a.webp", 10, "p2 a7");
    var bens = origin.photo("3-a.webp", 10, "p3 a8");
    var all = List.of(one, small, two, bens);
    var edges = List.of(first, second);
    edges.forEach(edge -> all.forEach(edge::get));

    edges().purge(List.of(new pando.cdn.Tag("p1")));
    for (var edge : edges) {
      assertThat(all.stream().map(edge::from).toList())
          .containsExactly("200 miss", "200 miss", "200 hit", "200 hit");
    }

    origin.files.clear();
    edges().purge(List.of(new pando.cdn.Tag("a7")));
    for (var edge : edges) {
      assertThat(all.stream().map(path -> edge.get(path).statusCode()).toList())
          .containsExactly(404, 404, 404, 200);
    }
  }

  @Test
  void anEdgeThatDoesNotRunHasForgottenAndOneThatIsSilentIsToldAgain() throws Exception {
    second = EdgeProcess.start(folder.resolve("second"), List.of(origin.address()), 1);
    var photo = origin.photo("1-a.webp", 10, "p1 a7");
    first.get(photo);
    second.get(photo);
    var tags = List.of(new pando.cdn.Tag("p1"));

    second.close();
    assertThatCode(() -> edges().purge(tags)).doesNotThrowAnyException();
    assertThat(first.from(photo)).isEqualTo("200 miss");
    second.start();
    assertThat(second.from(photo)).isEqualTo("200 miss");

    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new HostPort("127.0.0.1", silent.getLocalPort());
      assertThatThrownBy(() -> edges(address, first.address()).purge(tags))
          .hasMessage("some edges may still have p1");
    }
    assertThat(first.from(photo)).isEqualTo("200 miss"); // it has been told all the same
  }

  @Test
  void nobodyPurgesWithoutTheSecret() {
    var photo = origin.photo("1-a.webp", 10, "p1 a7");
    first.get(photo);

    var refused = first.send("PURGE", "/", "xkey-purge", "p1");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(first.send("PURGE", "/", "purge-secret", "guess").statusCode()).isEqualTo(403);
    assertThat(first.from(photo)).isEqualTo("200 hit");
  }

  @Test
  void anEdgeHasFilesOnlyAndIsToldNothingOfThoseWhoAsk() {
    var photo = origin.photo("1-a.webp", 10, "p1 a7");
    origin.files.put(
        "/media/2-a.webp",
        new Origin.File(10, Map.of("Cache-Control", Origin.FOR_EVER, "Set-Cookie", "a=b")));

    var answer = first.get(photo, "Cookie", "session=1", "Authorization", "Bearer 1");
    assertThat(answer.headers().map()).doesNotContainKeys("xkey", "x-varnish", "via");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue(Origin.FOR_EVER);
    assertThat(origin.askedWith).noneMatch(it -> it.startsWith("Cookie") || it.startsWith("Auth"));
    assertThat(first.from("/media/2-a.webp")).isEqualTo("200 miss");
    assertThat(first.from("/media/2-a.webp")).isEqualTo("200 miss"); // it has a cookie
    assertThat(first.get("/api/v1/timelines/home").statusCode()).isEqualTo(404);
    assertThat(first.send("POST", photo).statusCode()).isEqualTo(405);
    assertThat(first.get("/media/3-a.webp").statusCode()).isEqualTo(404);
    assertThat(first.get("/media/3-a.webp").statusCode()).isEqualTo(404);
    assertThat(origin.pulls("/media/3-a.webp")).isEqualTo(1);
  }

  @Test
  void whatAnEdgeHasIsServedWhileTheSiteFailsOrIsAway() {
    origin.files.put(
        "/media/1-a.webp", new Origin.File(10, Map.of("Cache-Control", "public, max-age=1")));
    assertThat(first.from("/media/1-a.webp")).isEqualTo("200 miss");

    origin.broken = true; // its health is good: it is the object store behind it that is away
    await(() -> first.from("/media/1-a.webp").equals("200 stale"));
    var missing = first.get("/media/2-a.webp");
    assertThat(missing.statusCode()).isEqualTo(503);
    assertThat(missing.headers().firstValue("Retry-After")).hasValue("1");

    origin.close();
    for (var i = 0; i < 20; i++) {
      assertThat(first.from("/media/1-a.webp")).isEqualTo("200 stale");
    }
  }

  @Test
  void anotherOriginAnswersWhenOneDies() throws Exception {
    first.reload(List.of(origin.address(), other.address()));
    for (var i = 0; i < 20; i++) {
      other.photo(i + "-a.webp", 10, "p" + i);
      origin.photo(i + "-a.webp", 10, "p" + i);
    }

    origin.close();

    for (var i = 0; i < 20; i++) {
      assertThat(first.get("/media/" + i + "-a.webp").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anEdgeGetsOtherOriginsAndKeepsWhatItHas() throws Exception {
    var photo = origin.photo("1-a.webp", 10, "p1 a7");
    first.get(photo);
    var added = other.photo("2-a.webp", 10, "p2 a7");

    first.reload(List.of(other.address()));

    assertThat(first.from(photo)).isEqualTo("200 hit");
    assertThat(first.from(added)).isEqualTo("200 miss");
    edges().purge(List.of(new pando.cdn.Tag("p1")));
    assertThat(first.from(photo)).isEqualTo("404 miss");
  }

  @Test
  void aLargeFileIsKeptWhenItIsAskedForAgain() throws Exception {
    second = EdgeProcess.start(folder.resolve("second"), List.of(origin.address()), 2);
    var small = origin.photo("1-a.webp", EdgeSettings.LARGE_BYTES - 1, "p1");
    var large = origin.photo("2-a.webp", EdgeSettings.LARGE_BYTES, "p2");

    second.get(small);
    assertThat(second.from(small)).isEqualTo("200 hit");
    assertThat(second.from(large)).isEqualTo("200 miss");
    assertThat(second.from(large)).isEqualTo("200 miss");
    assertThat(second.from(large)).isEqualTo("200 hit");

    first.close();
    first = second;
    var crowded = origin.photo("3-a.webp", 300_000, "p3");
    origin.gate = new CountDownLatch(1);
    assertThat(readTogether(crowded)).containsOnly(200);
    assertThat(origin.pulls(crowded))
        .isBetween(1, 2); // 2: the first was answered before others came
  }

  /// The statuses that many get who ask at the same time, before the first is answered.
  private List<Integer> readTogether(String path) throws Exception {
    var readers = new ArrayList<Callable<Integer>>();
    var asked = new CountDownLatch(READERS);
    for (var i = 0; i < READERS; i++) {
      readers.add(() -> {
        asked.countDown();
        return first.get(path).statusCode();
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.submit(() -> {
            asked.await();
            await(() -> origin.pulls(path) > 0);
            origin.gate.countDown();
            return true;
          });
      var statuses = new ArrayList<Integer>();
      for (var answer : threads.invokeAll(readers)) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still not").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private Edges edges() {
    return second == null ? edges(first.address()) : edges(first.address(), second.address());
  }

  private Edges edges(HostPort... addresses) {
    try {
      var secret = Files.writeString(folder.resolve("secret"), EdgeProcess.SECRET + "\n");
      var list = String.join(",", List.of(addresses).stream().map(HostPort::toString).toList());
      return new Edges(new CdnConfig(list, secret.toString()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
