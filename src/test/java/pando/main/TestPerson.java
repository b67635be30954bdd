package pando.main;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pando.base.AccountId;
import tools.jackson.databind.JsonNode;

/// Somebody who uses a site through its API.
public record TestPerson(TestClient client, AccountId id, String name) {

  /// Posts for everyone, and answers the id of the post.
  public String posts(String text) {
    return posts(text, "public");
  }

  public String posts(String text, String visibility, String... photos) {
    return publish(Map.of("status", text, "visibility", visibility, "media_ids", List.of(photos)));
  }

  /// Replies for everyone.
  public String replies(String to, String text) {
    return publish(Map.of("status", text, "in_reply_to_id", to));
  }

  private String publish(Map<String, Object> form) {
    return client.post("/api/v1/statuses", new HashMap<>(form)).ok().get("id").asString();
  }

  public String uploads(byte[] photo) {
    return client
        .upload("POST", "/api/v2/media", "file", photo, Map.of("description", "a photo"))
        .ok()
        .get("id")
        .asString();
  }

  public TestPerson follows(TestPerson other) {
    client.post("/api/v1/accounts/" + other.id().value() + "/follow").ok();
    return this;
  }

  public JsonNode does(String action, String post) {
    return client.post("/api/v1/statuses/" + post + "/" + action).ok();
  }

  public TestClient.Answer about(TestPerson other, String action) {
    return client.post("/api/v1/accounts/" + other.id().value() + "/" + action);
  }

  /// The ids in the home feed, newest first.
  public List<String> home() {
    return ids(client.get("/api/v1/timelines/home").ok());
  }

  /// The ids of a list.
  public List<String> list(String path) {
    return ids(client.get(path).ok());
  }

  /// The ids in a list.
  public static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.forEach(item -> ids.add(item.get("id").asString()));
    return ids;
  }
}
