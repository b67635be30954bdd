package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The system's Chromium without a screen, driven over its DevTools protocol. Each window has
/// cookies of its own, as the browser of another person.
final class Chromium implements AutoCloseable, WebSocket.Listener {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 60;
  private static final Pattern DEVTOOLS = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final StringBuilder message = new StringBuilder();
  private final AtomicInteger commands = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  private Chromium(Path program) throws IOException {
    this.profile = Files.createTempDirectory("pando-chromium");
    this.process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .start();
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address(), this).join();
  }

  /// Without Chromium the test that asks is left out.
  static Chromium start() {
    try {
      return new Chromium(Programs.require("chromium"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI address() throws IOException {
    var said = new StringBuilder();
    var lines = process.errorReader(UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var found = DEVTOOLS.matcher(line);
      if (found.find()) {
        Thread.ofVirtual().name("words of chromium").start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(found.group(1));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("Chromium does not start:\n" + said);
  }

  /// A window of somebody new to the site.
  BrowserWindow open(URI site) {
    var context = send(null, "Target.createBrowserContext", Map.of()).get("browserContextId");
    var target =
        send(
            null,
            "Target.createTarget",
            Map.of("url", "about:blank", "browserContextId", context.asString()));
    var session =
        send(
            null,
            "Target.attachToTarget",
            Map.of("targetId", target.get("targetId").asString(), "flatten", true));
    return new BrowserWindow(this, session.get("sessionId").asString(), site);
  }

  /// What went wrong in any window: errors of scripts, and what the policy of a page has refused.
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// Sends a command and waits for its result.
  JsonNode send(@Nullable String session, String method, Map<String, ?> params) {
    var id = commands.incrementAndGet();
    var command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", JSON.valueToTree(params));
    if (session != null) {
      command.put("sessionId", session);
    }
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    try {
      socket.sendText(command.toString(), true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      var said = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (said.has("error")) {
        throw new IllegalStateException(method + ": " + said.get("error"));
      }
      return said.get("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " " + params, e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      hear(JSON.readTree(message.toString()));
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void hear(JsonNode said) {
    if (said.has("id")) {
      Objects.requireNonNull(answers.remove(said.get("id").asInt())).complete(said);
      return;
    }
    var params = said.path("params");
    switch (said.get("method").asString()) {
      case "Runtime.exceptionThrown" -> complaints.add(params.toString());
      case "Log.entryAdded" -> {
        if (params.toString().contains("Content Security Policy")) {
          complaints.add(params.toString());
        }
      }
      default -> {} // nothing that a test asks for
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    TestPando.delete(profile);
  }
}
