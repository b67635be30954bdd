package pando.main;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Account.Role;
import pando.accounts.Login;
import pando.accounts.Logins;
import pando.accounts.SignUp;
import pando.base.Refusal;
import pando.blueprint.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `pando account`
@Command(
    name = "account",
    description = "Makes, lists, shuts and opens accounts, whether the site runs or not.",
    footer = {
      "",
      "Example: pando account create ana --email ana@example.org --role moderator",
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AccountCommand {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
  private static final String LINE = "%-30s %-9s %9s %7s  %-10s  %s";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The folder of the site (default: data in this folder).")
  private @Nullable Path data;

  /// A line of `list --json`.
  @Json
  record Line(
      String name,
      String role,
      String email,
      boolean confirmed,
      boolean disabled,
      long posts,
      Instant createdAt) {}

  /// Makes an account on the word of the operator.
  @Command(
      name = "create",
      description = "Makes an account whose e-mail address is believed.",
      footer = {
        "",
        "Example: pando account create ana --email ana@example.org",
        "         pando account create ana --email ana@example.org --password -",
      },
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME", description = "Letters, digits and underscores.")
          String name,
      @Option(names = "--email", paramLabel = "E", required = true, description = "The address.")
          String email,
      @Option(
              names = "--password",
              paramLabel = "P",
              description =
                  "Others on this machine may see what is typed here: - asks for it, or reads a"
                      + " line (default: one is made and shown once).")
          @Nullable String password,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "member",
              description = "member, moderator or admin (default: member).")
          Role role) {
    var chosen = password == null ? Logins.newPassword() : password.equals("-") ? read() : password;
    try (var people = open()) {
      people.logins().create(new SignUp(name, email, chosen, true, "en"), role);
    } catch (Refusal.Invalid e) {
      throw new Refusal.Invalid("cannot make '%s': %s".formatted(name, faults(e)));
    }
    say("Made the %s %s".formatted(word(role), name));
    if (password == null) {
      say("The password is %s (it is shown this once)".formatted(chosen));
    }
    return 0;
  }

  /// Shows everybody.
  @Command(
      name = "list",
      description = "Shows all accounts.",
      footer = {"", "Example: pando account list --json | jq -r '.[].email'"},
      mixinStandardHelpOptions = true)
  int list(@Option(names = "--json", description = "As JSON, a list of objects.") boolean json) {
    try (var people = open()) {
      var lines = new ArrayList<Line>();
      for (var page = people.page(null); !page.isEmpty(); page = people.page(page.getLast())) {
        lines.addAll(lines(people, page));
      }
      if (json) {
        say(Jsonb.builder().build().type(Line.class).list().toJson(lines));
      } else {
        print(lines);
      }
    }
    return 0;
  }

  /// Gives somebody a password who has none any more.
  @Command(
      name = "password",
      description =
          "Makes a new password for somebody, shows it once, and signs them out everywhere.",
      footer = {"", "Example: pando account password ana"},
      mixinStandardHelpOptions = true)
  int password(@Parameters(paramLabel = "NAME", description = "Whose it is.") String name) {
    var made = Logins.newPassword();
    try (var people = open()) {
      var account = people.require(name);
      people.logins().changePassword(account.id(), made);
      say("%s has a new password: %s (it is shown this once)".formatted(account.username(), made));
    }
    return 0;
  }

  /// Shuts an account.
  @Command(
      name = "disable",
      description =
          "Shuts an account: signs it out everywhere, and hides its posts and its profile.",
      footer = {"", "Example: pando account disable ana"},
      mixinStandardHelpOptions = true)
  int disable(@Parameters(paramLabel = "NAME", description = "Whose it is.") String name) {
    try (var people = open()) {
      var account = people.require(name);
      if (account.disabled()) {
        say(account.username() + " was disabled already");
        return 0;
      }
      people.logins().disable(account.id());
      say("%s is disabled; 'pando account enable %1$s' undoes it".formatted(account.username()));
    }
    return 0;
  }

  /// Opens an account that was shut.
  @Command(
      name = "enable",
      description = "Opens an account that was shut; its owner has to sign in again.",
      footer = {"", "Example: pando account enable ana"},
      mixinStandardHelpOptions = true)
  int enable(@Parameters(paramLabel = "NAME", description = "Whose it is.") String name) {
    try (var people = open()) {
      var account = people.require(name);
      people.logins().enable(account.id());
      say(account.username() + (account.disabled() ? " is enabled" : " was enabled already"));
    }
    return 0;
  }

  private PeopleDesk open() {
    return PeopleDesk.open(data == null ? Layout.standard() : data.toAbsolutePath());
  }

  /// A password that is typed unseen, or the first line of standard input.
  @SuppressWarnings("SystemConsoleNull") // null again since Java 25, without a terminal
  private static String read() {
    Console console = System.console();
    try {
      if (console != null && console.isTerminal()) {
        return String.valueOf(console.readPassword("Password: "));
      }
      var input = new String(System.in.readNBytes(1 << 10), StandardCharsets.UTF_8);
      return input.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String faults(Refusal.Invalid refusal) {
    return refusal.faults().entrySet().stream()
        .flatMap(
            field -> field.getValue().stream().map(f -> field.getKey() + " " + f.description()))
        .collect(Collectors.joining(", "))
        .replace("username", "the name")
        .replace("email", "the e-mail address")
        .replace("password", "the password");
  }

  private static List<Line> lines(PeopleDesk people, List<Login> page) {
    var counts =
        people.accounts().counts(page.stream().map(Login::account).map(Account::id).toList());
    return page.stream()
        .map(login -> {
          var account = login.account();
          return new Line(
              account.username(),
              word(account.role()),
              login.email(),
              login.confirmed(),
              account.disabled(),
              Objects.requireNonNull(counts.get(account.id())).posts(),
              account.createdAt());
        })
        .toList();
  }

  private void print(List<Line> lines) {
    var ansi = spec.commandLine().getColorScheme().ansi();
    say(
        style(
            ansi, "bold", LINE.formatted("NAME", "ROLE", "CONFIRMED", "POSTS", "SINCE", "E-MAIL")));
    for (var line : lines) {
      var text =
          LINE.formatted(
              line.name,
              line.role,
              line.confirmed ? "yes" : "no",
              line.posts,
              DAY.format(line.createdAt),
              line.email + (line.disabled ? "  (disabled)" : ""));
      say(
          line.disabled
              ? style(ansi, "red", text)
              : line.confirmed ? text : style(ansi, "yellow", text));
    }
    say("%d %s".formatted(lines.size(), lines.size() == 1 ? "account" : "accounts"));
  }

  private static String style(Ansi ansi, String style, String text) {
    return ansi.string("@|%s %s|@".formatted(style, text));
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
