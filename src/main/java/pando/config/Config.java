package pando.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import pando.base.Refusal;

/// Everything that has been decided about a site and about one process of it: the whole of
/// `pando.yaml`, and of the file that the supervisor of a grown site writes for each of its nodes.
///
/// @param site what the site is called and where people reach it
/// @param http where the web server listens
/// @param smtp how mail leaves the site
/// @param limits how much one account may do
/// @param media which photos are taken
/// @param node what this process does for the site
/// @param database where the data is
/// @param objects where the files of photos are
/// @param cdn which edges keep photos
/// @param cache what the nodes share in memory
/// @param backup where copies of the site are kept
public record Config(
    SiteConfig site,
    HttpConfig http,
    SmtpConfig smtp,
    LimitsConfig limits,
    MediaConfig media,
    NodeConfig node,
    DatabaseConfig database,
    ObjectsConfig objects,
    CdnConfig cdn,
    CacheConfig cache,
    BackupConfig backup) {

  /// A site on this machine alone that sends no mail.
  public static final Config DEFAULT =
      new Config(
          SiteConfig.DEFAULT,
          HttpConfig.DEFAULT,
          SmtpConfig.DEFAULT,
          LimitsConfig.DEFAULT,
          MediaConfig.DEFAULT,
          NodeConfig.DEFAULT,
          DatabaseConfig.DEFAULT,
          ObjectsConfig.DEFAULT,
          CdnConfig.DEFAULT,
          CacheConfig.DEFAULT,
          BackupConfig.DEFAULT);

  private static final int MAX_FILE_BYTES = 1 << 20;

  /// Reads a file; what it does not mention has its default.
  ///
  /// @throws Refusal.Invalid with the place and the reason, if the file cannot be understood
  public static Config read(Path file) {
    return DEFAULT.overlaid(file);
  }

  /// The same with what a file says.
  ///
  /// @throws Refusal.Invalid with the place and the reason, if the file cannot be understood
  public Config overlaid(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new Refusal.Invalid(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return parse(Files.readString(file), file.toString(), this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// Reads the text of a file; `name` is what errors call it.
  static Config parse(String yaml, String name) {
    return parse(yaml, name, DEFAULT);
  }

  private static Config parse(String yaml, String name, Config defaults) {
    var settings = LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build();
    try {
      var tree = new Load(settings).loadFromString(yaml);
      return RecordReader.read(tree, defaults);
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
      throw new Refusal.Invalid(name + line + ": " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new Refusal.Invalid(name + ": " + e.getMessage());
    } catch (Refusal.Invalid e) {
      throw new Refusal.Invalid(name + ": " + e.reason());
    }
  }

  /// The same with another `media` section.
  public Config with(MediaConfig media) {
    return new Config(site, http, smtp, limits, media, node, database, objects, cdn, cache, backup);
  }

  /// The same with another `backup` section.
  public Config with(BackupConfig backup) {
    return new Config(site, http, smtp, limits, media, node, database, objects, cdn, cache, backup);
  }

  /// The same with the `http` section that the command line asks for.
  public Config with(HttpConfig http) {
    return new Config(site, http, smtp, limits, media, node, database, objects, cdn, cache, backup);
  }
}
