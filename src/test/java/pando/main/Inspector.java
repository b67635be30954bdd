package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import pando.drill.Ledger;
import pando.drill.Ledger.Kind;
import tools.jackson.databind.JsonNode;

/// Looks at everything that people see of a site and enters it in a [Ledger] as found.
final class Inspector {
  private static final int PAGE = 40;

  private final Ledger ledger;
  private final List<TestPerson> people;

  Inspector(Ledger ledger, List<TestPerson> people) {
    this.ledger = ledger;
    this.people = people;
  }

  /// Posts, photos, edits, favourites, follows and deletions, and every number that is shown beside
  /// them.
  void look() throws IOException {
    for (var person : people) {
      var posts = all(person, "/api/v1/accounts/" + person.id().value() + "/statuses");
      for (var post : posts) {
        look(person, post);
      }
      var account = person.client().get("/api/v1/accounts/" + person.id().value()).ok();
      assertThat(account.get("statuses_count").asInt()).isEqualTo(posts.size());
      lookAtFollowers(person, account);
    }
    for (var id : ledger.acknowledged(Kind.DELETION)) {
      if (people.getFirst().client().get("/api/v1/statuses/" + id).status() == 404) {
        ledger.find(Kind.DELETION, id);
      }
    }
  }

  private void look(TestPerson author, JsonNode post) throws IOException {
    ledger.find(Kind.POST, text(post));
    for (var media : post.get("media_attachments")) {
      var id = media.get("id").asString();
      for (var size : List.of("url", "preview_url")) {
        var file = author.client().download(media.get(size).asString());
        assertThat(file.statusCode()).as("%s of %s", size, id).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(file.body()))).isNotNull();
      }
      ledger.find(Kind.PHOTO, id);
      var width = media.at("/meta/original/width").asInt();
      if (width != Visitor.PHOTO_WIDTH) {
        ledger.find(Kind.EDIT, id + " is wide " + width);
      }
    }
    var path = "/api/v1/statuses/" + post.get("id").asString() + "/favourited_by?limit=80";
    var likers = author.client().get(path).ok();
    assertThat(post.get("favourites_count").asInt()).isEqualTo(likers.size());
    for (var liker : likers) {
      ledger.find(Kind.FAVOURITE, liker.get("username").asString() + " likes " + text(post));
    }
  }

  private void lookAtFollowers(TestPerson person, JsonNode account) {
    var path = "/api/v1/accounts/" + person.id().value();
    var followers = person.client().get(path + "/followers?limit=80").ok();
    for (var follower : followers) {
      ledger.find(Kind.FOLLOW, follower.get("username").asString() + " follows " + person.name());
    }
    assertThat(account.get("followers_count").asInt()).isEqualTo(followers.size());
    var following = person.client().get(path + "/following?limit=80").ok();
    assertThat(account.get("following_count").asInt()).isEqualTo(following.size());
    var names = new HashSet<String>();
    following.forEach(
        one -> names.add(person.name() + " follows " + one.get("username").asString()));
    assertThat(ledger.acknowledged(Kind.FOLLOW)).containsAll(names);
  }

  /// The home feeds of all: each has every post of whom its reader follows, and the reader's own.
  ///
  /// @param kind whether the feeds were kept through it all or made anew
  void lookAtFeeds(Kind kind) {
    var authors = new HashMap<String, List<String>>();
    for (var text : ledger.found(Kind.POST)) {
      var name = text.substring(0, text.indexOf(' '));
      authors.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
    }
    for (var reader : people) {
      for (var author : people) {
        var follows = reader.name() + " follows " + author.name();
        if (author.equals(reader) || ledger.has(Kind.FOLLOW, follows)) {
          for (var text : authors.getOrDefault(author.name(), List.of())) {
            ledger.acknowledge(kind, reader.name() + " sees " + text);
          }
        }
      }
      for (var post : all(reader, "/api/v1/timelines/home")) {
        ledger.find(kind, reader.name() + " sees " + text(post));
      }
    }
  }

  /// All pages of a list.
  private static List<JsonNode> all(TestPerson reader, String path) {
    var all = new ArrayList<JsonNode>();
    var below = "";
    while (true) {
      var page = reader.client().get(path + "?limit=" + PAGE + below).ok();
      if (page.isEmpty()) {
        return all;
      }
      page.forEach(all::add);
      below = "&max_id=" + all.getLast().get("id").asString();
    }
  }

  private static String text(JsonNode post) {
    return post.get("content").asString().replaceAll("<[^>]*>", "");
  }
}
