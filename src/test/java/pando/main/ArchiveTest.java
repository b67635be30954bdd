package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.departure.Archive;
import pando.posts.Draft;

/// What Ana takes with her.
class ArchiveTest {
  private final TestPando site = TestPando.withShards(2);

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void postsPhotosAndPeopleAreInOneFile() throws Exception {
    var ana = site.signUp("ana");
    var ben = site.signUp("ben").follows(ana);
    var photo = WholeSiteTest.photo();
    ana.follows(ben);
    ana.posts("an \"aspen\"", "private", ana.uploads(photo));
    ana.does("bookmark", ben.posts("second light"));
    ana.about(site.signUp("dan"), "block").ok();
    ana.about(site.signUp("cleo"), "mute").ok();
    site.settle();

    var files = archive(ana);

    var host = "@" + site.url().getAuthority();
    assertThat(text(files, "following_accounts.csv"))
        .isEqualTo(
            "Account address,Show boosts,Notify on new posts,Languages\nben%s,true,false,\n"
                .formatted(host));
    assertThat(text(files, "followers.csv")).isEqualTo("Account address\nben" + host + "\n");
    assertThat(text(files, "blocked_accounts.csv")).isEqualTo("dan" + host + "\n");
    assertThat(text(files, "muted_accounts.csv"))
        .isEqualTo("Account address,Hide notifications\ncleo" + host + ",true\n");
    assertThat(text(files, "bookmarks.csv")).startsWith(site.url() + "/@ben/");
    assertThat(text(files, "actor.json")).contains("\"preferredUsername\":\"ana\"");
    var picture = files.keySet().stream().filter(n -> n.startsWith("photos/")).findFirst();
    assertThat(files.get(picture.orElseThrow())).isEqualTo(photo);
    assertThat(text(files, "outbox.json"))
        .contains("\"content\":\"an \\\"aspen\\\"\"")
        .contains("\"audience\":\"followers\"")
        .contains("\"name\":\"a photo\"")
        .contains(picture.orElseThrow());
  }

  @Test
  void aLongHistoryIsReadToItsEnd() throws Exception {
    var ana = site.signUp("ana");
    for (var i = 0; i < 230; i++) {
      site.rooms().desks().publishing().posts().publish(ana.id(), Draft.of("light " + i));
    }

    assertThat(text(archive(ana), "outbox.json").lines().filter(l -> l.contains("light ")))
        .hasSize(230);
  }

  private Map<String, byte[]> archive(TestPerson person) throws IOException {
    var desks = site.rooms().desks();
    var people = desks.people();
    var publishing = desks.publishing();
    var written = new ByteArrayOutputStream();
    new Archive(
            people.accounts(),
            people.relations(),
            publishing.lists(),
            publishing.reactions(),
            desks.photos())
        .write(people.logins().require(person.id()), site.url(), written);
    var files = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(written.toByteArray()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }
}
