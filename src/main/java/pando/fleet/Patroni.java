package pando.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.DatabaseMembers;
import pando.blueprint.Layout;
import pando.blueprint.Secrets;
import pando.cluster.HostPort;

/// Asks the Patroni of a server how the database is, and tells it what to do.
final class Patroni {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  /// A server that is started anew, or hands over, writes what it has in memory to the disk first.
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final String LEADER = "leader";
  private static final String SYNCHRONOUS = "sync_standby";
  private static final String COPIES = "creating replica";
  private static final Set<String> RUNS = Set.of("running", "streaming");
  private static final Jsonb JSON = Jsonb.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
  private final Layout layout;
  private final Where where;

  /// Finds the Patroni of a server.
  interface Where {
    HostPort rest(String server);
  }

  /// A server of the group.
  ///
  /// @param role `leader`, `sync_standby` (has all that was acknowledged) or `replica`
  /// @param state such as `running`
  /// @param timeline how often the primary has changed, and one more; empty: it is not known
  /// @param lag how many bytes it is behind; empty: it is not, or it is not known
  record Server(String name, String role, String state, String timeline, String lag) {
    /// As an operator would say it.
    String say() {
      var what = isPrimary() ? "primary" : "replica";
      if (!RUNS.contains(state)) {
        return what + ", " + (state.equals(COPIES) ? "copies the database" : state);
      }
      var synchronous = isSynchronous() ? ", synchronous" : "";
      var behind = isPrimary() || lag.isEmpty() ? "" : ", " + lag + " bytes behind";
      return what + synchronous + ", timeline " + timeline + behind;
    }

    boolean isPrimary() {
      return role.equals(LEADER);
    }

    /// Whether it has all that was acknowledged.
    boolean isSynchronous() {
      return role.equals(SYNCHRONOUS);
    }
  }

  Patroni(Layout layout, Where where) {
    this.layout = layout;
    this.where = where;
  }

  /// Whether a server accepts connections.
  boolean isRunning(String server) {
    return isOk(ask(server, "/health"));
  }

  /// Whether a server is the primary and can be written.
  boolean isPrimary(String server) {
    return isOk(ask(server, "/primary"));
  }

  /// Whether a server says that there is no primary. One that does not answer says nothing.
  boolean lacksPrimary(String server) {
    var servers = servers(server);
    return !servers.isEmpty() && leader(servers) == null;
  }

  private static boolean isOk(@Nullable HttpResponse<String> answer) {
    return answer != null && answer.statusCode() == 200;
  }

  /// The servers of the group, as one of them knows them; empty: it does not answer.
  List<Server> servers(String server) {
    var answer = ask(server, "/cluster");
    if (answer == null
        || answer.statusCode() != 200
        || !(parse(answer.body()) instanceof Map<?, ?> group)
        || !(group.get("members") instanceof List<?> members)) {
      return List.of();
    }
    return members.stream().map(member -> server((Map<?, ?>) member)).toList();
  }

  /// What an answer says; null: it was cut off. Patroni says no length, so a part looks like all.
  private static @Nullable Object parse(String answer) {
    try {
      return JSON.type(Object.class).fromJson(answer);
    } catch (JsonException _) {
      return null;
    }
  }

  /// The servers of the group, as one that knows who leads knows them.
  ///
  /// @param names of those that may be asked
  /// @throws Refusal.Unavailable if nobody leads
  List<Server> group(List<String> names) {
    return names.stream()
        .map(this::servers)
        .filter(all -> leader(all) != null)
        .findFirst()
        .orElseThrow(
            () -> new Refusal.Unavailable("there is no primary now; ./pando status says more"));
  }

  private static Server server(Map<?, ?> member) {
    return new Server(
        text(member, "name"),
        text(member, "role"),
        text(member, "state"),
        text(member, "timeline"),
        text(member, "lag"));
  }

  private static String text(Map<?, ?> member, String key) {
    return switch (member.get(key)) {
      case null -> "";
      case Number number -> Long.toString(number.longValue());
      case Object other -> other.toString();
    };
  }

  /// What a server is; null: it does not answer.
  @Nullable Server find(String server) {
    return find(servers(server), server);
  }

  static @Nullable Server find(List<Server> servers, String name) {
    return servers.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  private static @Nullable Server leader(List<Server> servers) {
    return servers.stream().filter(Server::isPrimary).findFirst().orElse(null);
  }

  /// Refuses to take a server for a copy that may be the primary.
  ///
  /// @throws Refusal.Unavailable unless another one leads
  void requireCopy(String server) {
    var leader = leader(servers(DatabaseMembers.FIRST));
    if (leader == null || leader.name().equals(server)) {
      throw new Refusal.Unavailable(
          "the data of %s may be the latest, since %s leads"
              .formatted(server, leader == null ? "nobody" : "it"));
    }
  }

  /// Starts a server anew in its place.
  ///
  /// @throws Refusal.Unavailable if it does not come up
  void restart(String server) {
    var answer = tell("POST", server, "/restart", "{}");
    if (!isOk(answer)) {
      throw new Refusal.Unavailable(
          "Patroni does not start %s anew: %s"
              .formatted(server, answer == null ? "it does not answer" : answer.body()));
    }
  }

  /// Has another server be the primary.
  ///
  /// @param names of those that there are
  /// @param wanted the next one; null: one that has all that was acknowledged
  /// @return its name
  String failOver(List<String> names, @Nullable String wanted) {
    var next =
        group(names).stream()
            .filter(one -> !one.isPrimary())
            .filter(one -> wanted == null || one.name().equals(wanted))
            .min(Comparator.comparingInt(one -> one.isSynchronous() ? 0 : 1))
            .orElseThrow(() ->
                new Refusal.Invalid(
                    "there is no such replica; there are: " + String.join(", ", names)));
    lead(next.name());
    return next.name();
  }

  /// Has a server be the primary, and waits until it can be written. Nothing is lost: the one that
  /// was it stops when the next has all that it had.
  ///
  /// @throws Refusal.Unavailable if it is not ready for that, and stays so
  void lead(String server) {
    var end = System.nanoTime() + CHANGE_LIMIT.toNanos();
    var widened = false;
    while (!isPrimary(server)) {
      var servers = servers(server);
      var leader = leader(servers);
      var candidate = find(servers, server);
      if (System.nanoTime() > end) {
        throw new Refusal.Unavailable(
            "%s cannot be the primary: it is %s"
                .formatted(server, candidate == null ? "not there" : candidate.say()));
      }
      if (leader != null && candidate != null && candidate.isSynchronous()) {
        tell(
            "POST",
            leader.name(),
            "/switchover",
            "{\"leader\": \"%s\", \"candidate\": \"%s\"}".formatted(leader.name(), server));
      } else if (leader != null && candidate != null && !widened) {
        widened = isOk(synchronous(server, Integer.toString(servers.size() - 1)));
      }
      Processes.pause(LOOK_EVERY);
    }
    if (widened) {
      synchronous(server, "null");
    }
  }

  /// How many replicas have all that was acknowledged; `null`: one.
  private @Nullable HttpResponse<String> synchronous(String server, String count) {
    return tell("PATCH", server, "/config", "{\"synchronous_node_count\": " + count + "}");
  }

  private @Nullable HttpResponse<String> ask(String server, String path) {
    return send(request(server, path, ANSWER_LIMIT).build());
  }

  private @Nullable HttpResponse<String> tell(
      String method, String server, String path, String body) {
    var secret = Secrets.of(layout.secrets().resolve(DatabaseMembers.SECRET));
    var user = DatabaseMembers.USER + ":" + secret;
    var encoded = Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    return send(
        request(server, path, CHANGE_LIMIT)
            .header("Authorization", "Basic " + encoded)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String server, String path, Duration limit) {
    return HttpRequest.newBuilder(URI.create("http://" + where.rest(server) + path)).timeout(limit);
  }

  private @Nullable HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException _) {
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
