package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestPando;
import pando.main.TestPerson;

@Tag("product")
class NotificationHandlersTest {
  private static final String NOTIFICATIONS = "/api/v1/notifications";
  private static final TestPando PANDO = TestPando.withShards(2);
  private static int people;

  private final TestPerson ana = person("ana");
  private final TestPerson ben = person("ben");

  private static TestPerson person(String name) {
    return PANDO.signUp(name + ++people);
  }

  @AfterAll
  static void close() {
    PANDO.close();
  }

  private List<String> types(String query) {
    var types = new ArrayList<String>();
    ana.client()
        .get(NOTIFICATIONS + query)
        .ok()
        .forEach(told -> types.add(told.get("type").asString()));
    return types;
  }

  private void muchHappens() {
    var post = ana.posts("first light");
    ben.follows(ana);
    ben.does("favourite", post);
    ben.does("reblog", post);
    ben.posts("look, @" + ana.name());
    PANDO.settle();
  }

  @Test
  void everythingThatHappensIsToldOnceTheNewestFirst() {
    muchHappens();

    assertThat(types("")).containsExactly("mention", "reblog", "favourite", "follow");
    var told = ana.client().get(NOTIFICATIONS).ok();
    for (var item : told) {
      assertThat(item.at("/account/username").asString()).isEqualTo(ben.name());
      assertThat(item.get("group_key").asString())
          .isEqualTo("ungrouped-" + item.get("id").asString());
      assertThat(item.has("status")).isEqualTo(!item.get("type").asString().equals("follow"));
    }
  }

  @Test
  void notificationsAreFilteredAndUnknownTypesAreIgnored() {
    muchHappens();
    var cleo = person("cleo").follows(ana);
    PANDO.settle();

    assertThat(types("?types[]=mention&types[]=follow"))
        .containsExactly("follow", "mention", "follow");
    assertThat(types("?exclude_types[]=follow")).containsExactly("mention", "reblog", "favourite");
    assertThat(types("?types[]=mention&types[]=of_the_future")).containsExactly("mention");
    assertThat(types("?exclude_types[]=%5B'of','the','future'%5D")).hasSize(5);
    assertThat(types("?account_id=" + cleo.id().value())).containsExactly("follow");
  }

  @Test
  void pagesGoOnByIdsAndKeepTheirFilters() {
    muchHappens();

    var first = ana.client().get(NOTIFICATIONS + "?limit=2&exclude_types[]=follow");
    var newest = TestPerson.ids(first.ok());
    var second = ana.client().get(first.next());

    assertThat(second.ok().size()).isEqualTo(1);
    assertThat(ana.list(NOTIFICATIONS + "?min_id=" + newest.get(1))).containsExactly(newest.get(0));
    assertThat(ana.list(NOTIFICATIONS + "?since_id=" + newest.get(0))).isEmpty();
    assertThat(ana.client().get(NOTIFICATIONS + "?min_id=" + newest.get(0)).link()).isEmpty();
  }

  @Test
  void oneIsShownAndDismissedByWhomItTells() {
    muchHappens();
    var id = ana.list(NOTIFICATIONS).getFirst();

    assertThat(ana.client().get(NOTIFICATIONS + "/" + id).ok().get("type").asString())
        .isEqualTo("mention");
    assertThat(ben.client().get(NOTIFICATIONS + "/" + id).refusal())
        .isEqualTo("404 Record not found");
    assertThat(ben.client().post(NOTIFICATIONS + "/" + id + "/dismiss").status()).isEqualTo(404);
    assertThat(ana.client().post(NOTIFICATIONS + "/" + id + "/dismiss").body()).isEqualTo("{}");
    assertThat(ana.client().get(NOTIFICATIONS + "/" + id).status()).isEqualTo(404);
    assertThat(types("")).hasSize(3);
    var old = ana.list(NOTIFICATIONS).getFirst();
    ana.client().post(NOTIFICATIONS + "/dismiss", Map.of("id", Long.parseLong(old))).ok();
    assertThat(types("")).hasSize(2);
    assertThat(ana.client().post(NOTIFICATIONS + "/clear").body()).isEqualTo("{}");
    assertThat(types("")).isEmpty();
  }

  @Test
  void whatIsUnreadIsCountedUpToTheMarker() {
    muchHappens();
    assertThat(unread()).isEqualTo(4);

    var marker = "notifications[last_read_id]=" + ana.list(NOTIFICATIONS).get(1);
    ana.client().form("POST", "/api/v1/markers", marker).ok();

    assertThat(unread()).isEqualTo(1);
  }

  private int unread() {
    return ana.client().get(NOTIFICATIONS + "/unread_count").ok().get("count").asInt();
  }

  @Test
  void whatWasTakenBackIsNotToldAnyMore() {
    var post = ana.posts("first light");
    ben.does("favourite", post);
    ben.does("unfavourite", post);
    var mention = ben.posts("look, @" + ana.name());
    ben.client().delete("/api/v1/statuses/" + mention).ok();
    PANDO.settle();

    assertThat(types("")).isEmpty();
  }

  @Test
  void mutesAndBlocksAreRespected() {
    var cleo = person("cleo");
    ana.about(ben, "mute").ok();
    ana.about(cleo, "block").ok();
    ben.posts("look, @" + ana.name());
    cleo.posts("look, @" + ana.name());
    PANDO.settle();

    assertThat(types("")).isEmpty();
  }

  @Test
  void aRequestAnEditAndAPostThatIsWaitedForAreTold() {
    ana.client().send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", true)).ok();
    ben.about(ana, "follow").ok();
    PANDO.settle();
    assertThat(types("")).containsExactly("follow_request");

    var path = "/api/v1/accounts/" + ben.id().value() + "/follow?notify=true";
    ana.client().post(path).ok();
    var post = ben.posts("first light");
    ana.does("reblog", post);
    PANDO.settle();
    ben.client().send("PUT", "/api/v1/statuses/" + post, Map.of("status", "last light")).ok();
    PANDO.settle();

    assertThat(types("")).containsExactly("update", "status", "follow_request");
  }
}
