package pando.api;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The published schema of the Mastodon API, which every answer is held to.
///
/// ```java
/// Schema.check("GET", "/api/v1/accounts/7", reply.statusCode(), reply.body());
/// ```
///
/// The schema is `mastodon-api/openapi.json` in the test resources, and Pando's own document of its
/// extension, which says all statuses of its routes. It is lenient about what it does not know:
/// more fields than it names are fine, and an error that it does not describe for a route must look
/// like any other error.
public final class Schema {
  private static final String LOCATION = "https://schema.test/openapi.json";
  private static final String ANY_ERROR = "/components/schemas/Error";
  private static final int MAX_SHOWN_BODY = 2_000;

  /// Where the document asks for what Mastodon itself does not keep to, and why.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "/components/schemas/ValidationError/required",
          "only the refusal of a sign-up says what is wrong with each field",
          "/components/schemas/Instance/properties/contact/properties/email/format",
          "a site that names nobody to write to has an empty address",
          "/components/schemas/V1Instance/properties/email/format",
          "as above");

  private static final JsonNode ROOT = both();
  private static final String TEXT = ROOT.toString();
  private static final List<List<String>> PATHS =
      ROOT.get("paths").propertyNames().stream()
          .map(Schema::segments)
          .sorted(Comparator.comparingLong(Schema::names)) // words go before names
          .toList();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(LOCATION, TEXT)));

  private static final Map<String, com.networknt.schema.Schema> COMPILED =
      new ConcurrentHashMap<>();

  private Schema() {}

  /// The API, and what Pando has beyond it.
  private static JsonNode both() {
    var json = JsonMapper.builder().build();
    var mastodon = (ObjectNode) json.readTree(read("/mastodon-api/openapi.json"));
    var pando = json.readTree(read("/openapi/pando.json"));
    mastodon.withObject("/paths").setAll((ObjectNode) pando.at("/paths"));
    var schemas = mastodon.withObject("/components/schemas");
    schemas.withObject("/AdminReport/properties").remove("account"); // null: they have left
    pando
        .at("/components/schemas")
        .properties()
        .forEach(schema -> schemas.set(schema.getKey(), both(schemas, schema)));
    return mastodon;
  }

  /// What Pando says more of a thing that the API has must hold beside what the API says.
  private static JsonNode both(ObjectNode schemas, Map.Entry<String, JsonNode> schema) {
    var ofMastodon = schemas.get(schema.getKey());
    if (ofMastodon == null) {
      return schema.getValue();
    }
    var both = schemas.objectNode();
    both.putArray("allOf").add(ofMastodon).add(schema.getValue());
    return both;
  }

  /// Whether the document describes a route at all.
  ///
  /// @param path of the request, with or without a query
  public static boolean knows(String method, String path) {
    return template(method, path) != null;
  }

  /// Fails, naming each difference, unless an answer is what the API promises for its status.
  ///
  /// @param path of the request, with or without a query
  public static void check(String method, String path, int status, String body) {
    var pointer = pointer(method, path, status);
    if (pointer == null) {
      return; // the status is described without a body
    }
    var schema = COMPILED.computeIfAbsent(pointer, Schema::compile);
    var differences =
        schema
            .validate(
                body,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
            .stream()
            .filter(error ->
                !EXCEPTIONS.containsKey(error.getSchemaLocation().getFragment().toString()))
            .toList();
    if (!differences.isEmpty()) {
      throw new AssertionError(message(method + " " + path + " " + status, differences, body));
    }
  }

  private static com.networknt.schema.Schema compile(String pointer) {
    return REGISTRY.getSchema(SchemaLocation.of(LOCATION + "#" + pointer));
  }

  /// Where the schema of an answer is; null if the answer is described without one.
  private static @Nullable String pointer(String method, String path, int status) {
    var template = template(method, path);
    if (template == null) {
      throw new AssertionError("the API has no " + method + " " + path);
    }
    var operation = "/paths/" + escape(template) + "/" + lower(method);
    var response = operation + "/responses/" + status;
    if (ROOT.at(response).isMissingNode()) {
      if (status < 400 || (status < 500 && path.startsWith("/api/pando/"))) {
        throw new AssertionError("%s %s does not answer with %d".formatted(method, path, status));
      }
      return ANY_ERROR;
    }
    var schema = response + "/content/application~1json/schema";
    return ROOT.at(schema).isMissingNode() ? null : schema;
  }

  /// The path of the schema that a real path belongs to, such as `/api/v1/accounts/{id}`; null if
  /// there is none.
  private static @Nullable String template(String method, String path) {
    var real = segments(path.replaceFirst("\\?.*", ""));
    return PATHS.stream()
        .filter(template -> matches(template, real))
        .map(template -> String.join("/", template))
        .filter(template -> ROOT.get("paths").get(template).has(lower(method)))
        .findFirst()
        .orElse(null);
  }

  private static boolean matches(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return false;
    }
    for (var i = 0; i < path.size(); i++) {
      if (!template.get(i).startsWith("{") && !template.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.split("/", -1));
  }

  private static long names(List<String> template) {
    return template.stream().filter(segment -> segment.startsWith("{")).count();
  }

  private static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  private static String lower(String method) {
    return method.toLowerCase(Locale.ROOT);
  }

  private static String message(String answer, List<Error> differences, String body) {
    var lines =
        differences.stream()
            .map(error -> "  %s: %s".formatted(error.getInstanceLocation(), error.getMessage()))
            .distinct()
            .collect(Collectors.joining("\n"));
    var shown = body.length() > MAX_SHOWN_BODY ? body.substring(0, MAX_SHOWN_BODY) + "…" : body;
    return "%s is not what the API promises:\n%s\nin %s".formatted(answer, lines, shown);
  }

  private static String read(String resource) {
    try (var stream = Objects.requireNonNull(Schema.class.getResourceAsStream(resource))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
