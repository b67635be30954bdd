package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// The part of a post that is the same for every viewer, without its author: it is encoded once.
///
/// [Presenter] joins it with the author ([AccountView]), with what differs for each viewer, and
/// with `reblog`.
@Json(naming = Json.Naming.LowerUnderscore)
public record StatusView(
    PostId id,
    Instant createdAt,
    @Nullable PostId inReplyToId,
    @Nullable AccountId inReplyToAccountId,
    boolean sensitive,
    String spoilerText,
    String visibility,
    @Nullable String language,
    String uri,
    String url,
    long repliesCount,
    long reblogsCount,
    long favouritesCount,
    long quotesCount,
    @Nullable Instant editedAt,
    String content,
    @Nullable Application application,
    List<MediaView> mediaAttachments,
    List<Mention> mentions,
    List<Tag> tags,
    List<String> emojis,
    List<String> taggedCollections,
    @Nullable String quote,
    @Nullable String card,
    @Nullable String poll,
    QuoteApproval quoteApproval) {

  /// The app that a post was written with.
  @Json
  public record Application(String name, @Nullable String website) {}

  /// What a post was at one time, without its author.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Edit(
      String content,
      String spoilerText,
      boolean sensitive,
      Instant createdAt,
      List<MediaView> mediaAttachments,
      List<String> emojis) {}

  /// A person named in the text; `url` is the address in the text's link, byte for byte.
  @Json
  public record Mention(AccountId id, String username, String url, String acct) {}

  /// A tag of the text; `url` is the address in the text's link, byte for byte.
  @Json
  public record Tag(String name, String url) {}

  /// Who may quote: nobody, as there are no quotes.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record QuoteApproval(List<String> automatic, List<String> manual, String currentUser) {
    static final QuoteApproval NOBODY = new QuoteApproval(List.of(), List.of(), "denied");
  }
}
