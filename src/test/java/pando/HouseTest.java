package pando;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the class files to the drawing in ARCHITECTURE.md.
class HouseTest {
  private static final Path CLASSES = Path.of("target/classes");

  private final House house = House.drawnIn(Path.of("ARCHITECTURE.md"));

  @Test
  void everyRoomIsInTheDrawing() throws IOException {
    assertThat(house.rooms()).containsAll(House.uses(CLASSES).keySet());
  }

  @Test
  void everyRoomOfTheDrawingIsExplainedBelowIt() throws IOException {
    var page = Files.readString(Path.of("ARCHITECTURE.md"));
    assertThat(house.rooms()).allSatisfy(room -> assertThat(page).contains("| `" + room + "` |"));
  }

  @Test
  void roomsUseOnlyTheRoomsBelowThem() throws IOException {
    assertThat(house.wrongArrows(House.uses(CLASSES))).isEmpty();
  }

  @Test
  void anArrowThatPointsUpIsFound(@TempDir Path classes) throws IOException {
    PlantedClass.write(classes, "pando.base.Planted", "pando.feed.Feeds");

    assertThat(house.wrongArrows(House.uses(classes))).containsExactly("base -> feed");
  }

  @Test
  void anArrowToTheSideIsFound(@TempDir Path classes) throws IOException {
    PlantedClass.write(classes, "pando.config.Planted", "pando.telemetry.Logs");

    assertThat(house.wrongArrows(House.uses(classes))).containsExactly("config -> telemetry");
  }

  @Test
  void anArrowThatPointsDownIsFine(@TempDir Path classes) throws IOException {
    PlantedClass.write(classes, "pando.feed.Planted", "pando.base.Id");

    assertThat(House.uses(classes).get("feed")).containsExactly("base");
    assertThat(house.wrongArrows(House.uses(classes))).isEmpty();
  }

  @Test
  void aRoomThatIsNotDrawnIsAWrongArrow(@TempDir Path classes) throws IOException {
    PlantedClass.write(classes, "pando.feed.Planted", "pando.cellar.Barrel");

    assertThat(house.rooms()).doesNotContain("cellar");
    assertThat(house.wrongArrows(House.uses(classes))).isEqualTo(List.of("feed -> cellar"));
  }
}
