package pando.main;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import pando.accounts.Access;
import pando.api.Api;
import pando.api.Desks;
import pando.base.Refusal;
import pando.cdn.Tag;
import pando.config.Config;
import pando.config.NodeConfig;
import pando.departure.Archive;
import pando.http.Call;
import pando.http.Health;
import pando.http.HttpServer;
import pando.http.RateLimits;
import pando.http.Reply;
import pando.http.Router;
import pando.http.ServerConfig;
import pando.http.StaticFiles;
import pando.main.Rooms.Setting;
import pando.signin.SignIn;
import pando.web.FrontPage;
import pando.web.InstalledApp;
import pando.web.Previews;

/// The front door of a site: its pages, its API and its photos on one port.
final class Web implements AutoCloseable {
  /// How long a node that leaves goes on as before, so that the load balancer hears of it.
  private static final Duration NOTICE = Duration.ofSeconds(1);

  private final Rooms rooms;
  private final NodeConfig node;
  private final Router router = new Router();
  private final Health health;
  private final Api api;
  private final HttpServer server;

  /// @param config where to listen; the address people use is that of the setting
  Web(Rooms rooms, Setting setting, Config config) {
    this.rooms = rooms;
    this.node = config.node();
    this.health = new Health(rooms::areAnswering).addTo(router);
    var desks = rooms.desks();
    this.api = new Api(desks, rooms.caches(), setting.url(), config);
    api.subscribe(rooms.lanes());
    api.routes(router);
    var people = desks.people();
    new SignIn(
            people.accounts(),
            people.logins(),
            people.sessions(),
            people.tokens(),
            archive(desks),
            config.site())
        .routes(router);
    var assets = FrontPage.assets();
    var media = config.media().base(setting.url());
    var previews =
        new Previews(
            people.accounts(), desks.publishing().posts(), desks.photos(), setting.url(), media);
    new FrontPage(config.site(), setting.url(), media, assets, previews).routes(router);
    new InstalledApp(config.site(), assets).routes(router);
    router
        .get("/media/*", call -> photo(call, !config.cdn().edgeAddresses().isEmpty()))
        .get("/assets/*", assets::show);
    var http =
        new ServerConfig(
            config.http().host(), config.http().port(), setting.url(), Set.of(), uploads(setting));
    var limits = new RateLimits(setting.clock(), !setting.dev(), config.limits());
    this.server = new HttpServer(http, router, limits, this::authenticate, rooms.shards()::wrote);
  }

  /// A photo, by its name.
  ///
  /// @param tagged whether edges have to know whose it is
  private Reply photo(Call call, boolean tagged) {
    var file = rooms.desks().photos().findFile(call.pathParam("*"));
    var owner = file == null ? null : rooms.desks().people().accounts().find(file.owner());
    if (file == null || owner == null || owner.disabled()) {
      throw new Refusal.NotFound();
    }
    var reply = StaticFiles.reply(call, file.blob());
    var tags = List.of(Tag.of(file.blob().name().photo()), Tag.of(file.owner()));
    return tagged ? reply.with(Tag.HEADER, Tag.join(tags)) : reply;
  }

  private static Archive archive(Desks desks) {
    var people = desks.people();
    var publishing = desks.publishing();
    return new Archive(
        people.accounts(),
        people.relations(),
        publishing.lists(),
        publishing.reactions(),
        desks.photos());
  }

  /// What it answers.
  Router router() {
    return router;
  }

  /// A folder that no other node uses.
  private static Path uploads(Setting setting) {
    return setting.folder().resolve("uploads").resolve(setting.config().node().name());
  }

  /// What a token allows.
  private Access authenticate(String token) {
    var people = rooms.desks().people();
    var access = people.tokens().find(token);
    if (access == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    }
    if (access.account() != null) {
      people.logins().requireActive(access.account());
    }
    return access;
  }

  /// Begins to answer.
  Web start() {
    server.start();
    if (node.takeOver()) {
      server.claim();
    }
    return this;
  }

  /// Where people reach a site that has no address of its own in its settings.
  static URI localUrl(Config config) {
    var host = config.http().host();
    var shown = host.equals("0.0.0.0") || host.equals("127.0.0.1") ? "localhost" : host;
    return URI.create("http://%s:%d".formatted(shown, config.http().port()));
  }

  /// Leaves slowly if others take over, as from a node of a grown site, or from a site on one box
  /// that is about to grow; stops at once if there is nobody else.
  @Override
  public void close() {
    if (!node.name().isEmpty() || server.isShared()) {
      leave();
    }
    api.close();
    server.close();
  }

  private void leave() {
    health.leave();
    try {
      Thread.sleep(NOTICE);
      server.drain(api::close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then at once
    }
  }
}
