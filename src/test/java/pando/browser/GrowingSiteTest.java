package pando.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.Programs;
import pando.console.Operator;

/// Ana at her browser and Ben with `toot` on a site that grows while they use it.
@Tag("slow")
class GrowingSiteTest {
  private static final String REPLICAS = "04-replicas";
  private static final List<String> WAY =
      List.of("02-database", "03-load-balancer", REPLICAS, "07-autoscale", "01-one-box");

  private static final Pattern PASSWORD = Pattern.compile("The password is (\\S+)");
  private static final Pattern ALLOW = Pattern.compile("http\\S+/oauth/authorize\\S*");

  @RegisterExtension final Chromium chromium = new Chromium();

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void clientsThatAreInUseDoNotNoticeThatTheSiteGrowsAndShrinks() throws Exception {
    try (var operator = new Operator()) {
      assertThat(operator.apply("01-one-box").code()).isZero();
      var ana = signIn(operator, "ana");
      var ben = signIn(operator, "ben");
      signInWithToot(operator, ben);
      ana.goes("/explore").sees("pando-feed");

      for (var stage : WAY) {
        var applied = operator.apply(stage);
        assertThat(applied.code()).as(applied.text()).isZero();
        if (stage.equals(REPLICAS)) {
          anotherTakesOver(operator, ana);
        }
        ana.posts("Ana greets from " + stage); // on the page that was open all the time
        assertThat(toot("timeline", "--public", "--once")).contains("Ana greets from " + stage);
        toot("post", "Ben answers from " + stage);
        ana.goes("/explore").reads("Ben answers from " + stage);
        ana.finds("[...document.images].every(image => image.naturalWidth > 0)");
      }
      // The policy of a page that was opened before there were edges does not know them; the app
      // asks the site for such a picture instead.
      assertThat(chromium.takeComplaints()).allMatch(complaint -> complaint.contains("img-src"));
    }
  }

  /// Ana posts and Ben reads while another server takes the database over, and after.
  private void anotherTakesOver(Operator operator, Visit ana) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var failover = threads.submit(() -> operator.run("failover"));
      for (var number = 1; number == 1 || !failover.isDone(); number++) {
        ana.posts("Ana greets for the %dth time".formatted(number));
        assertThat(toot("timeline", "--public", "--once"))
            .contains("Ana greets for the %dth time".formatted(number));
      }
      assertThat(failover.get().code()).as(failover.get().text()).isZero();
    }
  }

  private Visit signIn(Operator operator, String name) {
    var made = operator.run("account", "create", name, "--email", name + "@example.org");
    var password = PASSWORD.matcher(made.text());
    assertThat(password.find()).as(made.text()).isTrue();
    var visit = new Visit(chromium.open(operator.url())).goes("/notifications");
    visit.writes("#login", name).writes("#password", password.group(1));
    visit.clicks("button[type=submit]").sees("a.entry.self");
    return visit;
  }

  /// As its page says: toot shows an address, Ben allows it there, and gives toot the code.
  private void signInWithToot(Operator operator, Visit ben) throws IOException {
    var host = operator.url().getAuthority();
    var process = start("login", "-i", host, "--disable-https");
    try (var said = process.inputReader();
        var typed = process.outputWriter()) {
      var address = ALLOW.matcher(requireNonNull(said.readLine()));
      while (!address.find()) {
        address = ALLOW.matcher(requireNonNull(said.readLine()));
      }
      ben.page().navigate(address.group());
      ben.clicks("button[value=allow]");
      var code = ben.page().locator("#code");
      assertThat(code).isVisible();
      typed.write("n\n" + code.inputValue() + "\n"); // no, toot is not to open a browser
      typed.flush();
      assertThat(said.readAllAsString()).contains("Successfully logged in");
    }
  }

  private String toot(String... words) throws IOException {
    try (var said = start(words).inputReader()) {
      return said.readAllAsString();
    }
  }

  private Process start(String... words) throws IOException {
    var command = new ArrayList<>(List.of(Programs.require("toot").toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.environment().put("BROWSER", "true"); // a browser that does nothing
    return builder.start();
  }
}
