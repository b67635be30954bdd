package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pando.drill.Caller;
import pando.drill.Person;
import pando.drill.Tally;
import pando.drill.Traffic;

/// The people of a drill, on a site to which nothing is done.
@Tag("slow")
@Timeout(120)
class TrafficTest {
  private static final int REQUESTS = 400;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void peopleWhoUseASiteThatIsWellHaveNothingToComplainOf(@TempDir Path folder) throws Exception {
    var journal = folder.resolve("ledger");
    try (var site = PandoProcess.start();
        var door = new Caller(site.url(), true, new Tally())) {
      var people = Person.signUp(List.of("ana", "ben", "cleo"), door);
      try (var traffic = Traffic.start(Traffic.Setting.of(site.url(), people, 80, journal))) {
        while (traffic.tally().all().requests() < REQUESTS) {
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        var verdict = traffic.stop("nothing is done", LIMIT);

        verdict.print(System.out);
        assertThat(verdict.isGreen()).isTrue();
        assertThat(traffic.tally().counts()).containsOnlyKeys("GET", "POST", "keyed POST");
        assertThat(Files.readAllLines(journal)).hasSizeGreaterThan(50);
      }
    }
  }
}
