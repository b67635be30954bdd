package pando.http;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.base.AccountId;
import pando.base.Freshness;
import pando.base.Refusal;
import pando.base.Request;
import pando.data.DatabaseFailure;
import pando.http.RateLimits.Budget;
import pando.http.RateLimits.Window;

/// What every call passes on its way to a handler, and every answer on its way back.
final class Front {
  /// How long a handler may take.
  static final Duration CALL_BUDGET = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger(Front.class.getName());

  private static final String AWAY =
      "The database cannot be reached for the moment, please try again in a second";

  private static final String FULL =
      "The disk of this site is full, so nothing can be kept for now; please try again later";

  /// How the system ends its message when a disk is full.
  private static final String NO_ROOM = "No space left on device";

  private static final String API = "/api/";

  /// Paths that pages of other sites may call. None of them looks at cookies.
  private static final List<String> OPEN =
      List.of(
          API,
          "/oauth/token",
          "/oauth/revoke",
          "/oauth/userinfo",
          "/.well-known/",
          "/nodeinfo/",
          "/media/",
          "/assets/");

  private static final String OPEN_METHODS = "GET, POST, PUT, DELETE, PATCH, OPTIONS";
  private static final String EXPOSED_HEADERS =
      "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id,"
          + " Mastodon-Async-Refresh";
  private static final String PREFLIGHT_SECONDS = "7200";

  private static final String PAGE_POLICY =
      "default-src 'self'; img-src * data: blob:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";
  private static final String SHARED = "public, max-age=15";
  private static final String PERSONAL = "private, no-store";
  private static final DateTimeFormatter RESET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final ServerConfig config;
  private final Router router;
  private final RateLimits limits;
  private final Function<String, Access> authenticate;
  private final Consumer<AccountId> wrote;

  Front(
      ServerConfig config,
      Router router,
      RateLimits limits,
      Function<String, Access> authenticate,
      Consumer<AccountId> wrote) {
    this.config = config;
    this.router = router;
    this.limits = limits;
    this.authenticate = authenticate;
    this.wrote = wrote;
  }

  /// The answer to a request; whatever goes wrong becomes one.
  Reply answer(Head head, InputStream body) {
    var request = Request.of(newId(), CALL_BUDGET);
    var reply = request.call(() -> guard(head, () -> route(head, body)));
    return finish(reply.compressedFor(head), request.id(), isOpen(head));
  }

  /// The answer to what never became a call, such as a request that is not HTTP.
  static Reply refuse(int status, String reason) {
    return finish(Reply.error(status, reason), newId(), true);
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static Reply guard(Head head, Supplier<Reply> work) {
    try {
      return work.get();
    } catch (Refusal refusal) {
      return readsPages(head)
          ? Reply.text(Refusals.status(refusal), refusal.reason())
          : Refusals.reply(refusal);
    } catch (DatabaseFailure failure) {
      if (failure.isDiskFull()) {
        return refuseFull("the database", head, failure);
      }
      if (!failure.isOutage()) {
        return fail(head, failure);
      }
      LOG.log(Level.WARNING, "no database for {0}: {1}", described(head), failure.getMessage());
      return Refusals.reply(new Refusal.Unavailable(AWAY));
    } catch (UncheckedIOException failure) {
      return String.valueOf(failure.getCause()).endsWith(NO_ROOM)
          ? refuseFull("the site", head, failure)
          : fail(head, failure);
    } catch (Throwable failure) {
      return fail(head, failure);
    }
  }

  private static Reply refuseFull(String whose, Head head, RuntimeException failure) {
    LOG.log(
        Level.WARNING,
        "the disk of {0} is full, so {1} was refused; make room: {2}",
        whose,
        described(head),
        failure.getMessage());
    return Refusals.reply(new Refusal.Unavailable(FULL));
  }

  private static Reply fail(Head head, Throwable failure) {
    LOG.log(Level.ERROR, described(head) + " failed", failure);
    return Reply.error(500, "Something went wrong here. The request was " + Request.current().id());
  }

  private static String described(Head head) {
    var path = head.path().replaceAll("\\p{Cntrl}", "?");
    return "%s %s, request %s".formatted(head.method(), path, Request.current().id());
  }

  /// Whether an answer is for the eyes of a person, who came with a browser.
  private static boolean readsPages(Head head) {
    var accepted = head.header("Accept");
    return accepted != null && accepted.contains("text/html") && !head.path().startsWith(API);
  }

  private Reply route(Head head, InputStream body) {
    if (head.method().equals("OPTIONS")) {
      return preflight(head);
    }
    var match = router.find(head.method(), head.path());
    var pathParams = match == null ? Map.<String, String>of() : match.pathParams();
    try (var call = new Call(head, pathParams, body, config, authenticate)) {
      var budget = match == null ? null : match.budget();
      if (budget == null && !head.path().startsWith(API)) {
        return run(call, match);
      }
      var window = charge(call, budget);
      var within = !window.exceeded();
      return guard(head, () -> within ? run(call, match) : refuse(window))
          .with("X-RateLimit-Limit", Integer.toString(window.limit()))
          .with("X-RateLimit-Remaining", Integer.toString(window.remaining()))
          .with("X-RateLimit-Reset", RESET.format(window.reset()));
    }
  }

  /// What may be read at a replica: what the API is asked for and does not change.
  private static Freshness freshness(Call call) {
    if (!call.isRead() || !call.path().startsWith(API)) {
      return new Freshness.Latest();
    }
    var access = goodAccess(call);
    return access == null || access.account() == null
        ? new Freshness.Recent()
        : new Freshness.SinceSeen(access.account());
  }

  /// Says who may have written something, also if it failed.
  private void noteWriter(Call call) {
    var access = call.isRead() ? null : call.known();
    if (access != null && access.account() != null) {
      wrote.accept(access.account());
    }
  }

  private Reply refuse(Window window) {
    throw new Refusal.RateLimited(limits.untilReset(window));
  }

  private Reply run(Call call, Router.@Nullable Match match) {
    if (match == null) {
      throw new Refusal.NotFound();
    }
    var handler = match.handler();
    Reply reply;
    try {
      reply = Request.current().reading(freshness(call)).call(() -> handler.apply(call));
    } finally {
      noteWriter(call);
    }
    if (reply.isShared()) {
      reply.vary("Authorization");
      reply.with("Cache-Control", call.token() == null ? SHARED : PERSONAL);
    }
    return reply;
  }

  /// Counts a call, and returns the counter that leaves least.
  private Window charge(Call call, @Nullable Budget budget) {
    var access = limits.enabled() ? goodAccess(call) : null;
    var subject = call.clientNetwork();
    Window window;
    if (access == null) {
      window = limits.charge(Budget.ADDRESS, subject);
    } else {
      window = limits.charge(Budget.TOKEN, access.token());
      if (access.account() != null) {
        subject = Long.toString(access.account().value());
        window = Window.tighter(window, limits.charge(Budget.ACCOUNT, subject));
      }
    }
    if (budget != null) {
      var counted = budget.ofAddress ? call.clientNetwork() : subject;
      window = Window.tighter(window, limits.charge(budget, counted));
    }
    return window;
  }

  /// Null also for a bad token: who comes with one is charged as one who has none.
  private static @Nullable Access goodAccess(Call call) {
    try {
      return call.access();
    } catch (Refusal badToken) {
      return null; // the handler decides if it needs a good one
    }
  }

  private static Reply preflight(Head head) {
    if (!isOpen(head)) {
      throw new Refusal.NotFound();
    }
    var reply = Reply.empty(204).with("Access-Control-Allow-Methods", OPEN_METHODS);
    var headers = head.header("Access-Control-Request-Headers");
    if (headers != null) {
      reply.with("Access-Control-Allow-Headers", headers);
    }
    return reply.with("Access-Control-Max-Age", PREFLIGHT_SECONDS);
  }

  private static boolean isOpen(Head head) {
    return OPEN.stream().anyMatch(head.path()::startsWith);
  }

  private static Reply finish(Reply reply, String id, boolean open) {
    reply.with("X-Request-Id", id);
    reply.with("X-Content-Type-Options", "nosniff");
    reply.withDefault("Referrer-Policy", "same-origin");
    if (open) {
      reply.with("Access-Control-Allow-Origin", "*");
      reply.with("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    }
    if (reply.isHtml()) {
      reply.withDefault("Content-Security-Policy", PAGE_POLICY);
    }
    return reply.withDefault("Cache-Control", PERSONAL);
  }
}
