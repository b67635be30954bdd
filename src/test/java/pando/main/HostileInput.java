package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Tests that send one site what it must refuse: after each of them it has stored nothing, and has
/// logged no failure of its own.
@TestInstance(Lifecycle.PER_CLASS)
abstract class HostileInput {
  final HostileSite site = new HostileSite();
  private Map<String, Long> before = Map.of();

  @BeforeEach
  void count() {
    before = site.pando.stored();
  }

  /// What a test stores on purpose is what it begins with.
  void keeps() {
    count();
  }

  @AfterEach
  void nothingIsStoredAndNoFailureLogged() {
    assertThat(site.pando.stored()).isEqualTo(before);
    site.requireQuietLog();
  }

  @AfterAll
  void close() {
    site.close();
  }
}
