package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import pando.accounts.Accounts;
import pando.accounts.ProfileEdit;
import pando.api.InstanceView.Access;
import pando.api.InstanceView.Configuration;
import pando.api.InstanceView.TimelinesAccess;
import pando.config.MediaConfig;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Reply;
import pando.http.Router;
import pando.media.ImageKind;
import pando.media.Photo.Caption;
import pando.posts.Draft;
import pando.posts.PostText;
import pando.posts.Reactions;

/// What the site says about itself: `/api/v2/instance`, its older form, and what belongs to it.
final class InstanceHandlers {
  /// What of each API there is. Of Mastodon's, 2 would promise grouped notifications.
  static final Map<String, Integer> API_VERSIONS = Map.of("mastodon", 1, "pando", 1);

  /// The version of Mastodon whose clients find what they expect. They decide by it.
  private static final String MASTODON = "4.3.0";

  private static final List<String> LANGUAGES = List.of("en");

  private final SiteConfig site;
  private final MediaConfig media;
  private final Accounts accounts;
  private final Urls urls;
  private final Instant configuredAt = Instant.now();

  InstanceHandlers(SiteConfig site, MediaConfig media, Accounts accounts, Urls urls) {
    this.site = site;
    this.media = media;
    this.accounts = accounts;
    this.urls = urls;
  }

  void routes(Router router) {
    router
        .get("/api/v2/instance", this::show)
        .get("/api/v1/instance", this::showOld)
        .get("/api/v1/instance/extended_description", this::extendedDescription)
        .get("/api/v1/instance/privacy_policy", this::privacyPolicy)
        .get("/api/v1/instance/languages", InstanceHandlers::languages);
  }

  /// Such as `4.3.0 (compatible; Pando 0.1.0)`.
  static String version() {
    return "%s (compatible; Pando %s)".formatted(MASTODON, ownVersion());
  }

  /// The version of this program; `0.0.0` when it is not run from its jar.
  static String ownVersion() {
    var version = InstanceHandlers.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "0.0.0");
  }

  private Reply show(Call call) {
    var view =
        new InstanceView(
            urls.domain(),
            site.title(),
            version(),
            urls.site("/about"),
            site.description(),
            new InstanceView.Usage(new InstanceView.Users(accounts.total())),
            new InstanceView.Thumbnail(urls.asset("header.png")),
            List.of(),
            LANGUAGES,
            configuration(),
            new InstanceView.Registrations(site.registrations(), false, false, null, null, null),
            API_VERSIONS,
            new InstanceView.Contact(email(), null),
            List.of());
    return Reply.ok(view).shared();
  }

  private Reply showOld(Call call) {
    var configuration = configuration();
    var view =
        new OldInstanceView(
            urls.domain(),
            site.title(),
            site.description(),
            site.description(),
            email(),
            version(),
            new OldInstanceView.Links(configuration.urls().streaming()),
            new OldInstanceView.Stats(accounts.total(), 0, 1),
            urls.asset("header.png"),
            LANGUAGES,
            site.registrations(),
            false,
            false,
            new OldInstanceView.Configuration(
                configuration.accounts(),
                configuration.statuses(),
                configuration.mediaAttachments(),
                configuration.polls()),
            null,
            List.of(),
            Draft.MAX_CHARACTERS,
            configuration.polls());
    return Reply.ok(view).shared();
  }

  private String email() {
    return Objects.requireNonNullElse(site.contact(), "");
  }

  private Configuration configuration() {
    var open = new Access("public", "disabled");
    return new Configuration(
        new InstanceView.Links(
            urls.streaming(), null, urls.site("/about"), urls.site("/about"), null),
        new InstanceView.Vapid(""),
        new InstanceView.AccountLimits(
            0,
            Reactions.MAX_PINNED,
            ProfileEdit.MAX_FIELDS,
            ProfileEdit.MAX_FIELD_NAME,
            ProfileEdit.MAX_FIELD_VALUE,
            ProfileEdit.MAX_NOTE,
            ProfileEdit.MAX_DISPLAY_NAME),
        new InstanceView.StatusLimits(
            Draft.MAX_CHARACTERS, Draft.MAX_PHOTOS, PostText.LINK_CHARACTERS),
        new InstanceView.MediaLimits(
            Arrays.stream(ImageKind.values()).map(ImageKind::mimeType).toList(),
            Caption.MAX_DESCRIPTION,
            media.maxUploadBytes(),
            media.maxPixels(),
            0,
            0,
            0),
        new InstanceView.PollLimits(0, 0, 0, 0),
        new InstanceView.Translation(false),
        new TimelinesAccess(open, open, open),
        false);
  }

  private Reply extendedDescription(Call call) {
    return Reply.ok(
        document(PostText.parse(site.description(), urls.domain()).html(_ -> null, urls::tag)));
  }

  /// Where it can be read by people, in their language.
  private Reply privacyPolicy(Call call) {
    var page = urls.site("/about");
    return Reply.ok(document("<p><a href=\"%1$s\">%1$s</a></p>".formatted(page)));
  }

  private DocumentView document(String html) {
    return new DocumentView(configuredAt, html);
  }

  /// A language that posts can be in.
  ///
  /// @param code of two letters, in ISO 639-1
  /// @param name in English
  @Json
  record LanguageView(String code, String name) {}

  private static Reply languages(Call call) {
    var views =
        Stream.of(Locale.getISOLanguages())
            .map(Locale::of)
            .distinct() // old codes become those of today: iw is he
            .filter(language -> language.getLanguage().length() == 2)
            .map(language ->
                new LanguageView(
                    language.getLanguage(), language.getDisplayLanguage(Locale.ENGLISH)))
            .toList();
    return Reply.ok(views).shared();
  }
}
