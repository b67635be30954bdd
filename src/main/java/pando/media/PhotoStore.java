package pando.media;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.MediaId;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;
import pando.data.Tx;
import pando.media.Photo.Caption;
import pando.media.Photo.Focus;
import pando.media.Photo.Look;
import pando.media.Photo.State;

/// The SQL of photos. All photos of an account are on the account's shard.
final class PhotoStore {
  private static final String INSERT =
      """
      insert into media
        (id, owner_id, purpose, state, original, content_type, size_bytes,
         width, height, blurhash, variants, description, focus_x, focus_y, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String FIND_ALL =
      """
      select m.id, m.owner_id, m.purpose, m.post_id, m.state, m.reason, m.width, m.height,
             m.blurhash, m.variants, m.description, m.focus_x, m.focus_y, m.version,
             e.steps, o.width as original_width, o.height as original_height
        from media m
        left join media_edits e
          on e.media_id = m.id and e.version = m.version and m.version > 0 and m.focus_x is not null
        left join media_edits o on o.media_id = e.media_id and o.version = 0
       where m.id = any (?)
      """;

  private static final String LOCK = FIND_ALL + " and m.owner_id = ? order by m.id for update of m";

  private static final String FIND_ORIGINAL = "select original from media where id = ?";

  private static final String SHOW =
      """
      update media
         set state = 'ready', version = ?, width = ?, height = ?, blurhash = ?, variants = ?::jsonb
       where id = ?
      """;

  private static final String FAIL = "update media set state = 'failed', reason = ? where id = ?";

  private static final String DESCRIBE = "update media set description = ? where id = ?";

  // In the original: it is seen elsewhere while an edit is shown.
  private static final String FOCUS = "update media set focus_x = ?, focus_y = ? where id = ?";

  private static final String ATTACH =
      "update media set post_id = ?, released_at = null where id = any (?)";

  private static final String RELEASE =
      "update media set post_id = null, released_at = ? where id = any (?) and owner_id = ?";

  private static final String DELETE = "delete from media where id = ?";

  private static final String DELETE_EDITS = "delete from media_edits where media_id = ?";

  private static final String KEEP_ORIGINAL =
      """
      insert into media_edits
        (media_id, version, steps, state, width, height, blurhash, variants, created_at)
      select id, 0, '[]', state, width, height, blurhash, variants, created_at
        from media
       where id = ? and version = 0
      on conflict do nothing
      """;

  private static final String FORGET_EDITS =
      "delete from media_edits where media_id = ? and version > ?";

  private static final String INSERT_EDIT =
      """
      insert into media_edits
        (media_id, version, steps, state, width, height, blurhash, variants, created_at)
      values (?, ?, ?::jsonb, ?, ?, ?, ?, ?::jsonb, ?)
      """;

  private static final String FIND_EDITS =
      """
      select version, steps, state, reason, width, height, blurhash, variants
        from media_edits
       where media_id = ?
       order by version
      """;

  private static final String FINISH_EDIT =
      """
      update media_edits
         set state = ?, reason = ?, width = ?, height = ?, blurhash = ?, variants = ?::jsonb
       where media_id = ? and version = ? and state = 'waiting'
      """;

  // An upload that never came into a post, or came out of it; a portrait that was replaced.
  private static final String FIND_UNUSED =
      """
      (select id, owner_id
         from media
        where purpose = 'post' and post_id is null and id < ?
          and (released_at is null or released_at < ?)
        limit ?)
      union all
      (select m.id, m.owner_id
         from media m
        where m.purpose <> 'post' and m.id < ?
          and not exists (select from accounts a
                           where a.id = m.owner_id and m.id in (a.avatar_id, a.header_id))
        limit ?)
      """;

  private static final String FIND_STUCK =
      """
      (select id, owner_id, 0 as version from media where state = 'waiting' and id < ? limit ?)
      union all
      (select m.id, m.owner_id, e.version
         from media_edits e
         join media m on m.id = e.media_id
        where e.state = 'waiting' and e.created_at < ?
        limit ?)
      """;

  private static final String FIND_OF =
      "select id from media where owner_id = ? and id < ? order by id desc limit ?";

  private static final String FIND_IDS = "select id from media where id = any (?)";

  private final Shards shards;
  private final JsonType<List<Photo.File>> files = Jsonb.instance().type(Photo.File.class).list();
  private final JsonType<List<Edit>> steps = Jsonb.instance().type(Edit.class).list();

  PhotoStore(Shards shards) {
    this.shards = shards;
  }

  /// What was uploaded.
  ///
  /// @param name of the file
  record Original(String name, ImageKind kind, long bytes) {}

  /// Something to be done about a version of a photo.
  record Due(MediaId id, AccountId owner, int version) {}

  void insert(Tx tx, Photo photo, Original original) {
    var look = photo.look();
    var focus = photo.caption().focus();
    tx.update(
        INSERT,
        photo.id(),
        photo.owner(),
        photo.purpose().name().toLowerCase(Locale.ROOT),
        word(photo.state()),
        original.name(),
        original.kind().mimeType(),
        original.bytes(),
        look == null ? 0 : look.width(),
        look == null ? 0 : look.height(),
        look == null ? null : look.blurHash(),
        files.toJson(look == null ? List.of() : look.files()),
        photo.caption().description(),
        focus == null ? null : focus.x(),
        focus == null ? null : focus.y(),
        photo.createdAt());
  }

  /// The photos that exist; each shard that may hold some is asked once, all at the same time.
  List<Photo> findAll(Collection<MediaId> ids) {
    return shards.gather(
        ids, MediaId::slot, (shard, some) -> shard.list(FIND_ALL, this::photo, some));
  }

  /// The photo, or null if there is none.
  @Nullable Photo find(MediaId id) {
    return shards.of(id).find(FIND_ALL, this::photo, List.of(id));
  }

  /// Those of the photos that exist and are `owner`'s, kept from changing until the end of `tx`.
  List<Photo> lock(Tx tx, AccountId owner, List<MediaId> ids) {
    return tx.list(LOCK, this::photo, ids, owner);
  }

  /// The name of the file that was uploaded.
  String findOriginal(MediaId id) {
    return shards.of(id).one(FIND_ORIGINAL, row -> row.text("original"), id);
  }

  void show(Tx tx, MediaId id, int version, Look look) {
    tx.update(
        SHOW,
        version,
        look.width(),
        look.height(),
        look.blurHash(),
        files.toJson(look.files()),
        id);
  }

  /// Writes how the preparation of an upload ended.
  void finish(Tx tx, MediaId id, State state) {
    switch (state) {
      case State.Waiting _ -> {}
      case State.Ready(var look) -> show(tx, id, 0, look);
      case State.Failed(var reason) -> tx.update(FAIL, reason, id);
    }
  }

  /// Writes what the owner says. A focus that is where it was keeps its place in the original,
  /// which may be outside of what is shown.
  void describe(Tx tx, Photo photo, Caption caption) {
    tx.update(DESCRIBE, caption.description(), photo.id());
    var focus = caption.focus();
    if (!Objects.equals(focus, photo.caption().focus())) {
      var inOriginal = focus == null ? null : inOriginal(tx, photo, focus);
      tx.update(
          FOCUS,
          inOriginal == null ? null : inOriginal.x(),
          inOriginal == null ? null : inOriginal.y(),
          photo.id());
    }
  }

  private Focus inOriginal(Tx tx, Photo photo, Focus shown) {
    var edits = findEdits(tx, photo.id());
    if (photo.version() == 0 || !(edits.getFirst().state() instanceof State.Ready(var original))) {
      return shown;
    }
    var steps =
        edits.stream()
            .filter(edit -> edit.version() == photo.version())
            .flatMap(edit -> edit.steps().stream())
            .toList();
    return new Extent(original.width(), original.height()).before(steps, shown);
  }

  void attach(Tx tx, PostId post, List<MediaId> ids) {
    tx.update(ATTACH, post, ids);
  }

  void release(Tx tx, AccountId owner, List<MediaId> ids, Instant now) {
    tx.update(RELEASE, now, ids, owner);
  }

  void delete(Tx tx, MediaId id) {
    tx.update(DELETE_EDITS, id);
    tx.update(DELETE, id);
  }

  /// Adds a version after the one that is shown; those that were undone are forgotten.
  void insertEdit(Tx tx, Photo photo, Photo.Version edit, Instant now) {
    tx.update(KEEP_ORIGINAL, photo.id());
    tx.update(FORGET_EDITS, photo.id(), photo.version());
    var look = edit.state() instanceof State.Ready(var ready) ? ready : null;
    tx.update(
        INSERT_EDIT,
        photo.id(),
        edit.version(),
        steps.toJson(edit.steps()),
        word(edit.state()),
        look == null ? 0 : look.width(),
        look == null ? 0 : look.height(),
        look == null ? null : look.blurHash(),
        files.toJson(look == null ? List.of() : look.files()),
        now);
  }

  /// Forgets the versions after one.
  void forgetEdits(Tx tx, MediaId id, int version) {
    tx.update(FORGET_EDITS, id, version);
  }

  /// All versions of a photo, the oldest first; none if it was never edited.
  List<Photo.Version> findEdits(Tx tx, MediaId id) {
    return tx.list(FIND_EDITS, this::edit, id);
  }

  /// Writes how the preparation of an edit ended.
  ///
  /// @return false if it does not wait any more
  boolean finishEdit(Tx tx, MediaId id, int version, State state) {
    var look = state instanceof State.Ready(var ready) ? ready : null;
    var updated =
        tx.update(
            FINISH_EDIT,
            word(state),
            state instanceof State.Failed(var reason) ? reason : null,
            look == null ? 0 : look.width(),
            look == null ? 0 : look.height(),
            look == null ? null : look.blurHash(),
            files.toJson(look == null ? List.of() : look.files()),
            id,
            version);
    return updated == 1;
  }

  /// Some photos on a shard that nothing has shown since `before`.
  static List<Due> findUnused(Shard shard, Instant before, int limit) {
    var id = Id.firstOf(before.toEpochMilli());
    return shard.list(FIND_UNUSED, row -> due(row, 0), id, before, limit, id, limit);
  }

  /// Some versions on a shard that have waited since `before`.
  static List<Due> findStuck(Shard shard, Instant before, int limit) {
    var id = Id.firstOf(before.toEpochMilli());
    return shard.list(
        FIND_STUCK, row -> due(row, row.integer("version")), id, limit, before, limit);
  }

  private static Due due(Row row, int version) {
    return new Due(row.id("id", MediaId::new), row.id("owner_id", AccountId::new), version);
  }

  /// The latest photos of an owner that are below an id.
  static List<MediaId> findIds(Tx tx, AccountId owner, long below, int limit) {
    return tx.list(FIND_OF, row -> row.id("id", MediaId::new), owner, below, limit);
  }

  List<Photo> findOf(AccountId owner, @Nullable MediaId below, int limit) {
    var last = below == null ? Long.MAX_VALUE : below.value();
    var photos =
        shards
            .of(owner)
            .transact(tx -> tx.list(FIND_ALL, this::photo, findIds(tx, owner, last, limit)));
    return photos.stream().sorted(Comparator.comparing(Photo::id).reversed()).toList();
  }

  /// Those of some photos of one slot that exist.
  List<MediaId> findIds(int slot, Collection<MediaId> ids) {
    return shards.ofSlot(slot).list(FIND_IDS, row -> row.id("id", MediaId::new), ids);
  }

  private Photo photo(Row row) {
    return new Photo(
        row.id("id", MediaId::new),
        row.id("owner_id", AccountId::new),
        Purpose.valueOf(row.text("purpose").toUpperCase(Locale.ROOT)),
        row.idOrNull("post_id", PostId::new),
        state(row),
        new Caption(row.textOrNull("description"), focus(row)),
        row.integer("version"));
  }

  /// Where the focus is in what is shown.
  private @Nullable Focus focus(Row row) {
    var x = row.doubleOrNull("focus_x");
    var y = row.doubleOrNull("focus_y");
    if (x == null || y == null) {
      return null;
    }
    var edits = row.textOrNull("steps");
    return edits == null
        ? new Focus(x, y)
        : new Extent(row.integer("original_width"), row.integer("original_height"))
            .after(steps.fromJson(edits), new Focus(x, y));
  }

  private Photo.Version edit(Row row) {
    return new Photo.Version(row.integer("version"), steps.fromJson(row.text("steps")), state(row));
  }

  private State state(Row row) {
    return switch (row.text("state")) {
      case "waiting" -> new State.Waiting();
      case "ready" ->
          new State.Ready(
              new Look(
                  row.integer("width"),
                  row.integer("height"),
                  row.text("blurhash"),
                  files.fromJson(row.text("variants"))));
      case "failed" -> new State.Failed(row.text("reason"));
      default -> throw new IllegalStateException("unknown state: " + row.text("state"));
    };
  }

  private static String word(State state) {
    return switch (state) {
      case State.Waiting _ -> "waiting";
      case State.Ready _ -> "ready";
      case State.Failed _ -> "failed";
    };
  }
}
