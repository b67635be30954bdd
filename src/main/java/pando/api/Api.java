package pando.api;

import java.net.URI;
import pando.cache.NearCaches;
import pando.config.Config;
import pando.http.Router;
import pando.http.Streams;
import pando.queue.Lanes;

/// The Mastodon API, put together.
public final class Api implements AutoCloseable {
  private final AccountViews people;
  private final StatusViews statuses;
  private final Urls urls;
  private final ReportViews reports;
  private final NotificationViews told;
  private final Streams streams;
  private final Desks desks;
  private final Config config;

  /// @param caches what views keep near
  /// @param site where people reach the site, without a slash at the end
  /// @param config what the site is called, and what it takes
  public Api(Desks desks, NearCaches caches, URI site, Config config) {
    this.streams = new Streams(LiveUpdates::mayListen);
    var accounts = desks.people().accounts();
    var posts = desks.publishing().posts();
    this.desks = desks;
    this.config = config;
    this.urls = new Urls(site, config.media().base(site));
    this.people =
        new AccountViews(caches, accounts, desks.people().relations(), desks.photos(), urls);
    this.statuses =
        new StatusViews(
            caches, accounts, desks.people().tokens(), posts, desks.photos(), people, urls);
    this.reports = new ReportViews(desks.moderating(), posts, statuses, people);
    this.told = new NotificationViews(posts, statuses, people, reports);
  }

  /// Hears of what changes. After the rooms below, so that what is shown next has their counts.
  public void subscribe(Lanes lanes) {
    people.subscribe(lanes);
    statuses.subscribe(lanes);
    var posts = desks.publishing().posts();
    new LiveUpdates(streams, desks.feeds(), posts, desks.people().notifications(), statuses, told)
        .subscribe(lanes);
  }

  /// Cuts the streams that are open.
  @Override
  public void close() {
    streams.close();
  }

  /// Adds every endpoint.
  public void routes(Router router) {
    streams.addTo(router);
    var relations = desks.people().relations();
    var accounts = desks.people().accounts();
    var posts = desks.publishing().posts();
    var accountHandlers =
        new AccountHandlers(
            accounts, relations, desks.publishing().lists(), people, statuses, urls);
    Routes.timelines(router, new TimelineHandlers(desks.feeds(), statuses));
    Routes.statuses(
        router,
        new StatusHandlers(
            accounts,
            posts,
            desks.publishing().reactions(),
            desks.publishing().threads(),
            desks.photos(),
            statuses,
            people));
    aboutTheSite(router);
    moderation(router);
    Routes.media(router, new MediaHandlers(desks.photos(), urls));
    Routes.accounts(router, accountHandlers, new RelationHandlers(relations, people));
    Routes.profile(
        router,
        new ProfileHandlers(accounts, relations, desks.people().markers(), desks.photos(), people));
    Routes.notifications(router, new NotificationHandlers(desks.people().notifications(), told));
    Routes.search(
        router,
        new SearchHandlers(
            accountHandlers,
            people,
            posts,
            desks.publishing().search(),
            statuses,
            desks.publishing().tags(),
            urls));
  }

  private void moderation(Router router) {
    var moderating = desks.moderating();
    new ReportHandlers(moderating.reports(), reports).routes(router);
    var admins = new AdminViews(desks.people(), moderating, people, reports);
    new AdminAccountHandlers(moderating, admins).routes(router);
    new AdminReportHandlers(moderating, admins).routes(router);
  }

  private void aboutTheSite(Router router) {
    var accounts = desks.people().accounts();
    new InstanceHandlers(config.site(), config.media(), accounts, urls).routes(router);
    new DiscoveryHandlers(accounts, urls, config.site().registrations()).routes(router);
    new SuggestionHandlers(accounts, desks.people().relations(), people).routes(router);
    EmptyHandlers.routes(router);
  }
}
