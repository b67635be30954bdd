package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.Programs;
import pando.bench.Scene;

/// People who use the site with toot, a client for terminals. What was said stands in
/// `target/transcripts/toot.txt`.
@Tag("slow")
class TootTest {
  private static final Pattern POSTED = Pattern.compile("Toot posted: \\S+/(\\d+)");
  private static final Pattern PHOTO = Pattern.compile("Media:\\s+(http\\S+/media/[\\s\\S]+?jpg)");

  @TempDir private static Path folder;
  private static Path toot;
  private static PandoProcess site;
  private static Transcript transcript;
  private static int people;

  @BeforeAll
  static void start() {
    toot = Programs.require("toot");
    site = PandoProcess.start();
    transcript = new Transcript("toot");
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  /// Somebody who has signed in.
  private record Person(String name) {
    String at() {
      return name + "@" + site.url().getAuthority();
    }

    /// What toot prints when this person asks it for something.
    String says(String... words) {
      var command = new ArrayList<>(List.of(words));
      command.addAll(List.of("-u", at()));
      return run("", command);
    }

    /// Posts, and answers the post's id.
    String posts(String... words) {
      var command = new ArrayList<>(List.of("post"));
      command.addAll(List.of(words));
      var posted = POSTED.matcher(says(command.toArray(new String[0])));
      assertThat(posted.find()).isTrue();
      return posted.group(1);
    }
  }

  private static String run(String input, List<String> words) {
    var command = new ArrayList<>(List.of(toot.toString()));
    command.addAll(words);
    command.add("--no-color");
    return transcript.run(Map.of("XDG_CONFIG_HOME", folder.toString()), input, command);
  }

  /// Joins through the API and signs in with toot and a password.
  private static Person person(String name) {
    var person = new Person(name + ++people);
    site.signUp(person.name);
    var address = person.name + "@example.org";
    var host = site.url().getAuthority();
    var login = List.of("login_cli", "-i", host, "-e", address, "--disable-https");
    assertThat(run(TestPando.PASSWORD, login)).contains("Successfully logged in");
    return person;
  }

  @Test
  void whoHasSignedInIsKnown() {
    var ana = person("ana");

    assertThat(ana.says("whoami")).contains("@" + ana.name, site.url() + "/@" + ana.name);
    assertThat(run("", List.of("auth"))).contains(ana.at());
  }

  @Test
  void aPhotoReachesAFollower() throws IOException {
    var ana = person("ana");
    var ben = person("ben");
    assertThat(ben.says("follow", ana.name)).contains("You are now following");
    assertThat(ana.says("follow", ben.name)).contains("You are now following");
    var file = Files.write(folder.resolve("aspens.jpg"), Scene.jpeg(4000, 3000, 0.9f));

    var words = ana.posts("First light, @" + ben.name);
    var photo = ana.posts("Pando", "-m", file.toString(), "-d", "An aspen grove in autumn");

    var home = ben.says("timeline", "--once");
    assertThat(home).containsSubsequence("Pando", "ID " + photo, "First light", "ID " + words);
    var shown = PHOTO.matcher(home);
    assertThat(shown.find()).isTrue();
    var url = shown.group(1).replaceAll("\\s", ""); // toot breaks long lines
    var bytes = new TestClient(site.url(), null).download(url).body();
    var picture = ImageIO.read(new ByteArrayInputStream(bytes));
    assertThat(picture.getWidth() * 3).isEqualTo(picture.getHeight() * 4);
    assertThat(ben.says("notifications"))
        .contains("@%s mentioned you in".formatted(ana.name))
        .contains("@%s now follows you".formatted(ana.name));
  }

  @Test
  void whatIsDoneWithAPostIsToldToItsAuthor() {
    var ana = person("ana");
    var ben = person("ben");
    var post = ana.posts("Who was there?");

    assertThat(ben.says("favourite", post)).contains("Status favourited");
    assertThat(ben.says("reblog", post)).contains("Status reblogged");
    assertThat(ben.says("bookmark", post)).contains("Status bookmarked");
    var reply = ben.posts("I was, @" + ana.name, "-r", post);

    assertThat(ana.says("notifications"))
        .contains("@%s favourited your status".formatted(ben.name))
        .contains("@%s reblogged your status".formatted(ben.name))
        .contains("@%s mentioned you in".formatted(ben.name));
    assertThat(ana.says("thread", reply)).containsSubsequence("ID " + post, "ID " + reply);
    assertThat(run("", List.of("reblogged_by", post))).contains("@" + ben.name);
    assertThat(ben.says("bookmarks", "--once")).contains("ID " + post);
    assertThat(ben.says("unfavourite", post)).contains("Status unfavourited");
    assertThat(ben.says("unreblog", post)).contains("Status unreblogged");
    assertThat(ben.says("unbookmark", post)).contains("Status unbookmarked");
  }

  @Test
  void aDeletedPostIsGone() {
    var ana = person("ana");
    var post = ana.posts("A mistake");
    assertThat(ana.says("pin", post)).contains("Status pinned");

    assertThat(ana.says("delete", post)).contains("Status deleted");

    assertThat(ana.says("timeline", "--once")).doesNotContain("A mistake");
  }

  @Test
  void peopleAndTagsAreFound() {
    var ana = person("ana");
    var ben = person("ben");
    ana.posts("First light in #Fishlake");
    ben.says("follow", ana.name);

    assertThat(ben.says("search", ana.name)).contains("* @" + ana.name);
    assertThat(ben.says("search", "fishl")).contains("#fishlake");
    assertThat(ben.says("timeline", "--once", "--tag", "fishlake")).contains("First light");
    assertThat(ben.says("followers", ana.name)).contains("@" + ben.name);
    assertThat(ana.says("following", ben.name)).contains("@" + ana.name);
    assertThat(ben.says("whois", ana.name)).contains("Followers: 1", "Statuses: 1");
  }

  @Test
  void whoIsMutedOrBlockedCanBeForgiven() {
    var ana = person("ana");
    var ben = person("ben");

    assertThat(ana.says("mute", ben.name)).contains("You have muted");
    assertThat(ana.says("unmute", ben.name)).contains("is no longer muted");
    assertThat(ana.says("block", ben.name)).contains("You are now blocking");
    assertThat(ana.says("unblock", ben.name)).contains("is no longer blocked");
    assertThat(ben.says("follow", ana.name)).contains("You are now following");
    assertThat(ben.says("unfollow", ana.name)).contains("You are no longer following");
  }
}
