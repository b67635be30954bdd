package pando.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;

class ConfigTest {
  @Test
  void anEmptyFileLeavesEveryDefault() {
    assertThat(Config.parse("", "pando.yaml")).isEqualTo(Config.DEFAULT);
  }

  @Test
  void aFileHoldsOnlyWhatDiffers() {
    var config =
        Config.parse(
            """
            site:
              title: Aspen Camera Club
              url: https://photos.example.org
            http: {port: 9000}
            smtp: {host: mail.example.org, startTls: false}
            media: {maxUploadBytes: 33554432}
            """,
            "pando.yaml");

    assertThat(config.site().title()).isEqualTo("Aspen Camera Club");
    assertThat(config.site().url()).isEqualTo(URI.create("https://photos.example.org"));
    assertThat(config.site().description()).isEqualTo(SiteConfig.DEFAULT.description());
    assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 9000));
    assertThat(config.smtp().startTls()).isFalse();
    assertThat(config.media().maxUploadBytes()).isEqualTo(32L << 20);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestOne() {
    refused("http: {prot: 9000}").hasMessageContaining("'http.prot'; did you mean 'http.port'?");
    refused("sites: {}").hasMessageContaining("'sites'; did you mean 'site'?");
  }

  @Test
  void aValueOfTheWrongKindIsRefusedWithItsKey() {
    refused("http: {port: eighty}")
        .hasMessage("pando.yaml: http.port needs a whole number, not 'eighty'");
    refused("http: 80").hasMessageContaining("http: needs keys and values");
    refused("site: {url: 'https://not a name'}").hasMessageContaining("site.url is not an address");
    refused("site: {title: [a, b]}").hasMessageContaining("site.title needs a text");
  }

  @Test
  void aValueThatItsRecordDoesNotTakeIsRefusedWithItsSection() {
    refused("http: {port: 70000}").hasMessageContaining("http: port is not between 0 and 65535");
    refused("site: {url: 'https://example.org/photos'}").hasMessageContaining("site: url");
    refused("media: {url: 'https://example.net/photos'}").hasMessageContaining("media: url");
  }

  @Test
  void anObjectStoreIsReadWithTheWayThatFilesAreMoved() {
    var config =
        Config.parse(
            """
            objects: {endpoint: 'http://127.0.0.1:9000', secretKeyFile: key, moving: from-disk}
            cdn: {edges: '127.0.0.1:8301, 127.0.0.1:8302', secretFile: secret}
            """,
            "pando.yaml");

    assertThat(config.objects().moving()).isEqualTo(ObjectsConfig.Moving.FROM_DISK);
    assertThat(config.cdn().edgeAddresses())
        .containsExactly(URI.create("http://127.0.0.1:8301"), URI.create("http://127.0.0.1:8302"));
    refused("objects: {moving: away}")
        .hasMessageContaining("objects.moving is one of none, from-disk, to-disk, not 'away'");
    refused("objects: {moving: to-disk}").hasMessageContaining("moving needs the endpoint");
    refused("objects: {endpoint: 'http://127.0.0.1:9000'}").hasMessageContaining("secretKeyFile");
    refused("cdn: {edges: '127.0.0.1', secretFile: secret}")
        .hasMessageContaining("an edge is not like 127.0.0.1:8301: 127.0.0.1");
  }

  @Test
  void aFileThatIsNoYamlIsRefusedWithTheLine() {
    refused("site:\n  title: [a").hasMessageContaining("pando.yaml line ");
    refused("http: {port: 1}\nhttp: {port: 2}").hasMessageContaining("duplicate key http");
  }

  @Test
  void aRedisIsOneServerOrSomeSentinels() {
    var config =
        Config.parse(
            "cache: {sentinels: '127.0.0.1:1, 127.0.0.1:2', passwordFile: redis.password}",
            "pando.yaml");

    assertThat(Config.DEFAULT.cache().isShared()).isFalse();
    assertThat(config.cache().isShared()).isTrue();
    assertThat(config.cache().sentinelAddresses()).hasSize(2);
    refused("cache: {server: '127.0.0.1:1'}").hasMessageContaining("without passwordFile");
    refused("cache: {server: '127.0.0.1', passwordFile: it}")
        .hasMessageContaining("127.0.0.1:6379");
  }

  @Test
  void aDatabaseMayBeOnOneOfSeveralServers() {
    var config =
        Config.parse(
            """
            database:
              url: 'jdbc:postgresql://127.0.0.1:5432,127.0.0.1:5433/pando'
              passwordFile: password
            """,
            "pando.yaml");

    assertThat(config.database().servers())
        .containsExactly(
            "jdbc:postgresql://127.0.0.1:5432/pando", "jdbc:postgresql://127.0.0.1:5433/pando");
    assertThat(config.database().primary())
        .startsWith("jdbc:postgresql://127.0.0.1:5432,127.0.0.1:5433/pando?")
        .contains("targetServerType=primary");
    refused("database: {url: 'jdbc:postgresql://127.0.0.1:5432,/pando', passwordFile: x}")
        .hasMessageContaining("database: url is not like jdbc:postgresql://127.0.0.1:5432/pando");
  }

  @Test
  void aPasswordIsNotShown() {
    var config = Config.parse("smtp: {user: ana, password: open-sesame}", "pando.yaml");

    assertThat(config.toString()).contains("ana").doesNotContain("open-sesame");
  }

  @Test
  void twoLettersThatAreSwappedAreOneMistake() {
    assertThat(Nearest.to("bne", List.of("ana", "ben"))).isEqualTo("ben");
  }

  private static AbstractThrowableAssert<?, ?> refused(String yaml) {
    return assertThatThrownBy(() -> Config.parse(yaml, "pando.yaml"))
        .isInstanceOf(Refusal.Invalid.class);
  }
}
