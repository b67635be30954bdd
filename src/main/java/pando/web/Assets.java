package pando.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Reply;
import pando.http.StaticFiles;

/// The web app: the files of a folder of the class path, read once and kept compressed.
///
/// Every file has two addresses. `/assets/HASH/path` has a hash of the whole folder in it, so it is
/// kept for ever, and a page never gets modules of two versions; `/assets/path` stays what it is
/// and is asked for each time. A handler of a route that ends in `*`.
public final class Assets {
  private static final String PATH = "/assets/";
  private static final String CHECKED = "public, no-cache";
  private static final int HASH_BYTES = 8;

  /// Endings of what becomes smaller.
  private static final Set<String> TEXTS = Set.of("css", "js", "json", "svg", "txt", "webmanifest");

  /// The path in `import "./a.js"` and `} from "./a.js"`, minified or not.
  private static final Pattern IMPORT =
      Pattern.compile("\\b(?:import|from) ?[\"'](\\.[^\"']+)[\"']");

  /// The path in `import("./a.js")`.
  private static final Pattern LATER = Pattern.compile("\\bimport\\(\"(\\.[^\"]+)\"\\)");

  private final SortedMap<String, Asset> assets;
  private final String hash;

  /// @param zipped the same as plain if the file would not become smaller
  @SuppressWarnings("ArrayRecordComponent") // a file is carried, never compared
  private record Asset(byte[] bytes, Supplier<Reply> plain, Supplier<Reply> zipped, String tag) {}

  private Assets(SortedMap<String, Asset> assets) {
    var whole = sha256();
    assets.forEach((name, asset) -> {
      whole.update(name.getBytes(StandardCharsets.UTF_8));
      whole.update(asset.bytes);
    });
    this.assets = assets;
    this.hash = hex(whole.digest());
  }

  private static Asset asset(String name, byte[] bytes) {
    var type = StaticFiles.contentType(name);
    var tag = '"' + hex(sha256().digest(bytes)) + '"';
    Supplier<Reply> plain = () -> Reply.bytes(200, type, bytes);
    if (!TEXTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
      return new Asset(bytes, plain, plain, tag);
    }
    var zipped = zip(bytes);
    return new Asset(
        bytes, plain, () -> Reply.bytes(200, type, zipped).with("Content-Encoding", "gzip"), tag);
  }

  /// Reads a folder of the class path, such as `web`.
  public static Assets read(String folder) {
    var url = Objects.requireNonNull(Assets.class.getClassLoader().getResource(folder), folder);
    try {
      if (url.openConnection() instanceof JarURLConnection inJar) {
        try (var jar = FileSystems.newFileSystem(Path.of(inJar.getJarFileURL().toURI()))) {
          return new Assets(files(jar.getPath(folder)));
        }
      }
      return new Assets(files(Path.of(url.toURI())));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The names of all files, such as `feed/feed.js`.
  public List<String> names() {
    return List.copyOf(assets.keySet());
  }

  /// The address of a file that may be kept for ever.
  public URI url(String name) {
    return URI.create(PATH + hash + "/" + name);
  }

  /// The addresses of files that may be kept for ever.
  List<String> urls(List<String> names) {
    return names.stream().map(name -> url(name).toString()).toList();
  }

  /// The same with one file more, which is several of these after one another.
  Assets joined(String name, List<String> parts) {
    var whole = new ByteArrayOutputStream();
    parts.forEach(part -> whole.writeBytes(Objects.requireNonNull(assets.get(part), part).bytes));
    var more = new TreeMap<>(assets);
    more.put(name, asset(name, whole.toByteArray()));
    return new Assets(more);
  }

  /// What the files are together: another one as soon as any of them changes.
  String version() {
    return hash;
  }

  /// The template of a page, by its name.
  static String page(String name) {
    try (var in = Assets.class.getResourceAsStream("/pages/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The modules that a script needs to begin, itself among them: what it imports, and what those
  /// import in turn. What is fetched with `import()` only when somebody wants it is not among them.
  public List<String> modules(String start) {
    var found = new LinkedHashSet<String>();
    var open = new ArrayDeque<String>(List.of(start));
    while (!open.isEmpty()) {
      var name = open.remove();
      if (found.add(name)) {
        open.addAll(named(name, IMPORT));
      }
    }
    return List.copyOf(found);
  }

  /// The modules that a script fetches with `import()` by the time that they are wanted.
  List<String> later(String script) {
    return named(script, LATER);
  }

  private List<String> named(String script, Pattern pattern) {
    return pattern
        .matcher(text(script))
        .results()
        .map(it -> Path.of(script).resolveSibling(it.group(1)).normalize().toString())
        .toList();
  }

  /// What is in a text file.
  String text(String name) {
    var asset = Objects.requireNonNull(assets.get(name), name);
    return new String(asset.bytes, StandardCharsets.UTF_8);
  }

  /// A file, by the rest of the path.
  public Reply show(Call call) {
    var path = call.pathParam("*");
    var isHashed = path.startsWith(hash + "/");
    var asset = assets.get(isHashed ? path.substring(hash.length() + 1) : path);
    if (asset == null) {
      throw new Refusal.NotFound();
    }
    return body(call, asset)
        .with("ETag", asset.tag)
        .with("Cache-Control", isHashed ? StaticFiles.IMMUTABLE : CHECKED)
        .with("Vary", "Accept-Encoding");
  }

  private static Reply body(Call call, Asset asset) {
    if (header(call, "If-None-Match").contains(asset.tag)) {
      return Reply.empty(304);
    }
    var zips = header(call, "Accept-Encoding").contains("gzip");
    return zips ? asset.zipped.get() : asset.plain.get();
  }

  private static String header(Call call, String name) {
    return Objects.requireNonNullElse(call.header(name), "");
  }

  private static SortedMap<String, Asset> files(Path folder) throws IOException {
    var files = new TreeMap<String, Asset>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString();
        files.put(name, asset(name, Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static byte[] zip(byte[] bytes) {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return zipped.toByteArray();
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
