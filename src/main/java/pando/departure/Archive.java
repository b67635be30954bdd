package pando.departure;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.accounts.Login;
import pando.accounts.Relations;
import pando.accounts.Relationship;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.blobs.Blob;
import pando.media.Photo;
import pando.media.Photos;
import pando.posts.Post;
import pando.posts.PostLists;
import pando.posts.PostLists.Filter;
import pando.posts.Reactions;

/// All that somebody has here, as one ZIP to take away.
///
/// - `actor.json` and `outbox.json`: profile and posts in ActivityStreams, as Mastodon's archive
///   has them; the text of a post is as it was written. Boosts are `Announce`.
/// - `photos/`: the files as they were uploaded. A post names its photos with their descriptions.
/// - `following_accounts.csv`, `followers.csv`, `blocked_accounts.csv`, `muted_accounts.csv`,
///   `bookmarks.csv`: in the format that Mastodon imports.
///
/// It is written as it is read, [#BATCH] rows at a time, and photos from file to file: an archive
/// of any size takes no more memory than a small one.
public final class Archive {
  /// How many rows are read at once.
  private static final int BATCH = 100;

  private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";

  /// How a person is written into a list of Mastodon's format.
  ///
  /// @param head the first line; empty: none
  /// @param rest what follows the address
  private record Line(String head, Function<Relationship, String> rest) {}

  private static final Line ADDRESS = new Line("Account address\n", _ -> "");
  private static final Line BLOCKED = new Line("", _ -> "");
  private static final Line MUTED =
      new Line("Account address,Hide notifications\n", tie -> "," + tie.mutingNotifications());
  private static final Line FOLLOWING =
      new Line(
          "Account address,Show boosts,Notify on new posts,Languages\n",
          tie -> "," + tie.showingBoosts() + "," + tie.notifying() + "," + languages(tie));

  private final Accounts accounts;
  private final Relations relations;
  private final PostLists lists;
  private final Reactions reactions;
  private final Photos photos;
  private final JsonType<Object> json = Jsonb.builder().build().type(Object.class);

  public Archive(
      Accounts accounts, Relations relations, PostLists lists, Reactions reactions, Photos photos) {
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.reactions = reactions;
    this.photos = photos;
  }

  /// Writes the archive of an account.
  ///
  /// @param site where people reach it
  public void write(Login owner, URI site, OutputStream out) throws IOException {
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      new Writing(owner, site, zip).all();
    }
  }

  /// One archive that is being written.
  private final class Writing {
    private final Login owner;
    private final AccountId id;
    private final URI site;
    private final ZipOutputStream zip;

    Writing(Login owner, URI site, ZipOutputStream zip) {
      this.owner = owner;
      this.id = owner.account().id();
      this.site = site;
      this.zip = zip;
    }

    void all() throws IOException {
      actor();
      outbox();
      people("following_accounts.csv", FOLLOWING, relations::followingOf);
      people("followers.csv", ADDRESS, relations::followersOf);
      people("blocked_accounts.csv", BLOCKED, relations::blocksOf);
      people("muted_accounts.csv", MUTED, relations::mutesOf);
      bookmarks();
      files();
    }

    private void text(String text) throws IOException {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void actor() throws IOException {
      var account = owner.account();
      var actor = new LinkedHashMap<String, @Nullable Object>();
      actor.put("@context", CONTEXT);
      actor.put("type", account.bot() ? "Service" : "Person");
      actor.put("id", site + "/@" + account.username());
      actor.put("preferredUsername", account.username());
      actor.put("name", account.displayName());
      actor.put("summary", account.note());
      actor.put("published", account.createdAt().toString());
      actor.put("email", owner.email());
      actor.put("manuallyApprovesFollowers", account.locked());
      actor.put(
          "attachment",
          account.fields().stream()
              .map(f -> Map.of("type", "PropertyValue", "name", f.name(), "value", f.value()))
              .toList());
      zip.putNextEntry(new ZipEntry("actor.json"));
      text(json.toJson(actor));
      zip.closeEntry();
    }

    private void outbox() throws IOException {
      zip.putNextEntry(new ZipEntry("outbox.json"));
      text(
          "{\"@context\":\"%s\",\"type\":\"OrderedCollection\",\"orderedItems\":["
              .formatted(CONTEXT));
      var separator = "\n";
      for (var page = posts(null); page.bounds() != null; page = posts(page.bounds().oldest())) {
        var pictures =
            photos.findAll(page.items().stream().flatMap(p -> p.photos().stream()).toList());
        for (var post : page.items()) {
          text(separator + json.toJson(activity(post, pictures)));
          separator = ",\n";
        }
      }
      text("\n]}\n");
      zip.closeEntry();
    }

    private Page<Post> posts(@Nullable Long below) {
      return lists.ofAuthor(id, id, Filter.ALL, after(below));
    }

    private Map<String, @Nullable Object> activity(Post post, Map<MediaId, Photo> pictures) {
      var activity = new LinkedHashMap<String, @Nullable Object>();
      activity.put("type", post.boostOf() == null ? "Create" : "Announce");
      activity.put("published", post.createdAt().toString());
      activity.put(
          "object",
          post.boostOf() == null
              ? note(post, pictures)
              : url(post.boostOfAuthor(), post.boostOf().value()));
      return activity;
    }

    private Map<String, @Nullable Object> note(Post post, Map<MediaId, Photo> pictures) {
      var note = new LinkedHashMap<String, @Nullable Object>();
      note.put("type", "Note");
      note.put("id", url(id, post.id().value()));
      note.put("published", post.createdAt().toString());
      note.put("updated", post.editedAt() == null ? null : post.editedAt().toString());
      note.put(
          "inReplyTo",
          post.replyTo() == null ? null : url(post.replyToAuthor(), post.replyTo().value()));
      note.put("summary", post.warning());
      note.put("sensitive", post.sensitive());
      note.put("audience", post.audience().name().toLowerCase(Locale.ROOT));
      note.put("language", post.language());
      note.put("content", post.text());
      note.put("tag", post.tags());
      note.put(
          "attachment",
          post.photos().stream()
              .map(pictures::get)
              .filter(Objects::nonNull)
              .map(this::document)
              .toList());
      return note;
    }

    private Map<String, @Nullable Object> document(Photo photo) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("type", "Document");
      var file = photos.findOriginal(photo);
      document.put("url", file == null ? null : name(file));
      document.put("name", photo.caption().description());
      return document;
    }

    private @Nullable String url(@Nullable AccountId author, long post) {
      var account = author == null ? null : accounts.find(author);
      return account == null ? null : "%s/@%s/%d".formatted(site, account.username(), post);
    }

    /// A list of people, a line for each.
    private void people(
        String file, Line line, BiFunction<AccountId, PageRequest, Page<AccountId>> list)
        throws IOException {
      zip.putNextEntry(new ZipEntry(file));
      text(line.head);
      for (var page = list.apply(id, after(null));
          page.bounds() != null;
          page = list.apply(id, after(page.bounds().oldest()))) {
        var known = accounts.findAll(page.items());
        for (var each : relations.relationships(id, page.items()).values()) {
          var account = known.get(each.id());
          if (account != null) {
            text(account.username() + "@" + site.getAuthority() + line.rest.apply(each) + "\n");
          }
        }
      }
      zip.closeEntry();
    }

    private void bookmarks() throws IOException {
      zip.putNextEntry(new ZipEntry("bookmarks.csv"));
      for (var page = reactions.bookmarks(id, after(null));
          page.bounds() != null;
          page = reactions.bookmarks(id, after(page.bounds().oldest()))) {
        for (var post : page.items()) {
          text(url(post.author(), post.id().value()) + "\n");
        }
      }
      zip.closeEntry();
    }

    /// The photos, which do not become smaller by being compressed once more.
    private void files() throws IOException {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (var page = photos.ofOwner(id, null, BATCH);
          !page.isEmpty();
          page = photos.ofOwner(id, page.getLast().id(), BATCH)) {
        for (var photo : page) {
          var file = photos.findOriginal(photo);
          if (file != null) {
            zip.putNextEntry(new ZipEntry(name(file)));
            try (var bytes = file.open()) {
              bytes.transferTo(zip);
            }
            zip.closeEntry();
          }
        }
      }
    }
  }

  private static PageRequest after(@Nullable Long below) {
    return new PageRequest(below, null, null, BATCH);
  }

  private static String name(Blob original) {
    return "photos/" + original.name().text();
  }

  /// In quotes where there are several, as in every CSV.
  private static String languages(Relationship tie) {
    var languages = tie.languages() == null ? List.<String>of() : tie.languages();
    var text = String.join(", ", languages);
    return text.contains(",") ? '"' + text + '"' : text;
  }
}
