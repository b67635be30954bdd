package pando.web;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.base.MediaId;
import pando.base.PostId;
import pando.media.Photo;
import pando.media.Photos;
import pando.media.Variant;
import pando.posts.Post;
import pando.posts.Posts;
import pando.web.Preview.Picture;

/// Previews of people and posts, as a stranger may see them: of what is not for everybody nothing
/// is said, not even that it exists.
public final class Previews {
  private static final int MAX_DESCRIPTION = 200; // characters
  private static final Picture NO_AVATAR = new Picture("/assets/avatar.png", "", 400, 400);

  private final Accounts accounts;
  private final Posts posts;
  private final Photos photos;
  private final URI site;
  private final URI media;

  /// @param site where people reach the site, without a slash at the end
  /// @param media where photos are fetched from
  public Previews(Accounts accounts, Posts posts, Photos photos, URI site, URI media) {
    this.accounts = accounts;
    this.posts = posts;
    this.photos = photos;
    this.site = site;
    this.media = media;
  }

  /// Somebody's page; null if there is nobody of this name.
  @Nullable Preview person(String username) {
    var account = accounts.findByName(username);
    if (account == null || account.disabled()) {
      return null;
    }
    var avatar = look(account.avatar());
    return new Preview(
        "profile",
        title(account),
        shortened(account.note()),
        page(account),
        avatar == null ? at(NO_AVATAR) : picture(avatar, ""),
        account.discoverable(),
        null);
  }

  /// The page of a post; null if there is none that everybody may see.
  @Nullable Preview post(PostId id) {
    var post = posts.findVisible(null, id);
    var author = post == null || post.boostOf() != null ? null : accounts.find(post.author());
    if (post == null || author == null) {
      return null;
    }
    var isCovered = post.sensitive() || !post.warning().isEmpty();
    return new Preview(
        "article",
        title(author),
        shortened(post.warning().isEmpty() ? post.text() : post.warning()),
        page(author) + "/" + post.id().value(),
        isCovered ? null : firstPhoto(post),
        author.discoverable(),
        site + "/api/v1/statuses/" + post.id().value());
  }

  private @Nullable Picture firstPhoto(Post post) {
    if (post.photos().isEmpty()) {
      return null;
    }
    var id = post.photos().getFirst();
    var photo = photos.findAll(List.of(id)).get(id);
    var look = photo == null ? null : photo.look();
    if (photo == null || look == null) {
      return null;
    }
    return picture(look, Objects.requireNonNullElse(photo.caption().description(), ""));
  }

  private Photo.@Nullable Look look(@Nullable MediaId id) {
    var photo = id == null ? null : photos.findAll(List.of(id)).get(id);
    return photo == null ? null : photo.look();
  }

  private Picture picture(Photo.Look look, String description) {
    var file = look.file(Variant.Size.LARGE, Variant.Format.JPEG);
    return at(new Picture(file.path(), description, file.width(), file.height()));
  }

  /// A picture by its path on the site.
  private Picture at(Picture picture) {
    return new Picture(
        media + picture.url(), picture.description(), picture.width(), picture.height());
  }

  private String page(Account account) {
    return site + "/@" + account.username();
  }

  private static String title(Account account) {
    var handle = "@" + account.username();
    return account.displayName().isBlank()
        ? handle
        : "%s (%s)".formatted(account.displayName(), handle);
  }

  private static String shortened(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= MAX_DESCRIPTION
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_DESCRIPTION - 1)).strip() + "…";
  }
}
