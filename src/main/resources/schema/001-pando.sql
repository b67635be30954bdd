-- The schema of every shard.
--
-- Every row belongs to an owner and lives on the shard that holds the owner's slot. A bigint that
-- ends in _id is an id as pando.base.Id describes it and carries its slot: an account's for what an
-- account owns, a post's for what hangs on a post. Rows found by name carry `slot`, the slot that
-- the name hashes to. The first column of each primary key says, alone or with the slot, where the
-- row lives, so that a slot can be replicated and moved by a row filter.
--
-- A relation between two owners has two sides, one table each; the event that is committed with
-- the first side writes the second.

create extension if not exists pg_trgm;

-- ids ---------------------------------------------------------------------------------------------

-- The last id given out in each slot, as a tick: milliseconds since 1970 << 6 | sequence.
create table slots (
  slot smallint primary key,
  last_tick bigint not null default 0
) with (fillfactor = 20); -- rows are updated in place, page by page

insert into slots (slot) select generate_series(0, 1023);

-- Makes the next id of a slot. The row stays locked until the transaction ends, so ids of one slot
-- become visible in the order they were made. A tick is never repeated or lower than the last: when
-- 64 ids were made in one millisecond, or the clock ran back, it runs ahead of the clock.
create function next_id(of_slot integer) returns bigint language plpgsql volatile as $$
declare
  tick bigint;
begin -- plpgsql keeps the plan of the statement; a function in SQL would plan it at every call
  update slots
     set last_tick = greatest(
           last_tick + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint << 6)
   where slot = of_slot
  returning last_tick into strict tick;
  return (tick >> 6) << 16 | (of_slot::bigint << 6) | (tick & 63);
end
$$;

-- events ------------------------------------------------------------------------------------------

-- The outbox: what happened, committed with the rows it happened to. `xact` orders events by the
-- transaction that wrote them; a reader that stops below the oldest running transaction
-- (pg_snapshot_xmin) can not miss one that commits later.
create table events (
  xact xid8 not null default pg_current_xact_id(),
  id bigint not null,
  kind text not null,
  body text not null,
  primary key (xact, id)
);

-- How far each lane has read.
create table event_cursors (
  lane text primary key,
  xact xid8 not null default '0',
  id bigint not null default 0
) with (fillfactor = 20);

-- Events that a lane could not handle: tried again at `next_at`, or parked for an operator.
create table event_retries (
  lane text not null,
  id bigint not null,
  kind text not null,
  body text not null,
  attempts integer not null,
  next_at timestamptz not null,
  parked boolean not null default false,
  error text not null,
  primary key (lane, id)
);

create index event_retries_due on event_retries (lane, next_at) where not parked;

-- people ------------------------------------------------------------------------------------------

-- What is unique by name: kind is `username` or `email`, name is in lower case. Reserved before the
-- account exists; a reservation whose account never came is free again after an hour.
create table names (
  slot smallint not null,
  kind text not null,
  name text not null,
  account_id bigint not null,
  reserved_at timestamptz not null default now(),
  primary key (slot, kind, name)
);

create table accounts (
  id bigint primary key,
  username text not null,
  display_name text not null default '',
  note text not null default '',
  fields jsonb not null default '[]', -- [{"name": text, "value": text}]
  avatar_id bigint, -- media
  header_id bigint, -- media
  locked boolean not null default false,
  bot boolean not null default false,
  discoverable boolean not null default true,
  indexable boolean not null default true,
  hide_collections boolean not null default false,
  role text not null default 'member', -- member, moderator, admin
  default_audience text not null default 'everyone',
  default_sensitive boolean not null default false,
  default_language text,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create index accounts_username on accounts (lower(username) text_pattern_ops);
create index accounts_search on accounts
  using gin (lower(username || ' ' || display_name) gin_trgm_ops);

create table account_counts (
  account_id bigint primary key,
  followers bigint not null default 0,
  following bigint not null default 0,
  posts bigint not null default 0,
  last_post_at timestamptz
) with (fillfactor = 50);

-- How an account signs in. Kept apart from what others may see.
create table logins (
  account_id bigint primary key,
  email text not null,
  password_hash text not null, -- Argon2id, PHC string
  confirmed_at timestamptz,
  confirmation_hash bytea, -- SHA-256 of the secret in the mail
  confirmation_sent_at timestamptz,
  locale text not null default 'en',
  created_at timestamptz not null
);

-- OAuth clients; the slot of the id is that of the client_id.
create table apps (
  id bigint primary key,
  client_id text not null unique,
  secret_hash bytea not null, -- SHA-256
  name text not null,
  website text,
  redirect_uris text[] not null,
  scopes text[] not null,
  created_at timestamptz not null
);

-- Access tokens, by the SHA-256 of their text; slot is that of the hash in lower-case hex.
create table tokens (
  slot smallint not null,
  hash bytea not null,
  account_id bigint, -- null: the app itself
  app_id bigint not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (slot, hash)
);

create index tokens_account on tokens (account_id);

-- Authorization codes, by the SHA-256 of their text. Used once.
create table codes (
  slot smallint not null,
  hash bytea not null,
  account_id bigint not null,
  app_id bigint not null,
  scopes text[] not null,
  redirect_uri text not null,
  challenge text, -- PKCE S256
  created_at timestamptz not null,
  primary key (slot, hash)
);

-- Signed-in browsers, by the SHA-256 of their cookie.
create table sessions (
  slot smallint not null,
  hash bytea not null,
  account_id bigint not null,
  user_agent text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (slot, hash)
);

create index sessions_account on sessions (account_id);

-- relations between people ------------------------------------------------------------------------
-- `id` orders a list and is its cursor.

create table follows (
  account_id bigint not null, -- who follows
  target_id bigint not null,
  id bigint not null,
  boosts boolean not null default true, -- whether the target's boosts are wanted
  notify boolean not null default false,
  languages text[],
  primary key (account_id, target_id)
);

create index follows_list on follows (account_id, id desc);

create table followers (
  account_id bigint not null, -- who is followed
  follower_id bigint not null,
  id bigint not null, -- that of the row in follows
  notify boolean not null default false,
  primary key (account_id, follower_id)
);

create index followers_list on followers (account_id, id desc);
create index followers_notify on followers (account_id) where notify;

create table follow_requests (
  account_id bigint not null, -- who asks
  target_id bigint not null,
  id bigint not null,
  boosts boolean not null default true,
  notify boolean not null default false,
  languages text[],
  primary key (account_id, target_id)
);

create table follow_requests_received (
  account_id bigint not null, -- who is asked
  requester_id bigint not null,
  id bigint not null,
  primary key (account_id, requester_id)
);

create index follow_requests_received_list on follow_requests_received (account_id, id desc);

create table blocks (
  account_id bigint not null, -- who blocks
  target_id bigint not null,
  id bigint not null,
  primary key (account_id, target_id)
);

create index blocks_list on blocks (account_id, id desc);

create table blocked_by (
  account_id bigint not null, -- who is blocked
  blocker_id bigint not null,
  primary key (account_id, blocker_id)
);

create table mutes (
  account_id bigint not null,
  target_id bigint not null,
  id bigint not null,
  notifications boolean not null default true, -- whether these are hidden too
  expires_at timestamptz,
  primary key (account_id, target_id)
);

create index mutes_list on mutes (account_id, id desc);

create table account_notes (
  account_id bigint not null,
  target_id bigint not null,
  note text not null,
  primary key (account_id, target_id)
);

create table notifications (
  id bigint primary key,
  account_id bigint not null, -- who is told
  kind text not null, -- mention, boost, favourite, follow, follow_request, edit, post
  from_id bigint not null,
  post_id bigint,
  cause_id bigint not null, -- what it follows from: a favourite, boost, post or event; once each
  created_at timestamptz not null,
  hidden boolean not null, -- taken back, dismissed or never shown: what comes late finds it so
  unique (account_id, cause_id, kind)
);

create index notifications_list on notifications (account_id, hidden, id desc);

create table markers (
  account_id bigint not null,
  feed text not null, -- home, notifications
  last_read_id bigint not null,
  version integer not null,
  updated_at timestamptz not null,
  primary key (account_id, feed)
);

-- photos ------------------------------------------------------------------------------------------

create table media (
  id bigint primary key,
  owner_id bigint not null,
  purpose text not null default 'post', -- post, avatar, header
  post_id bigint, -- the post it is attached to
  state text not null, -- waiting, ready, failed
  reason text, -- why it failed, in words for the owner
  original text not null, -- name of the file as it was sent
  content_type text not null,
  size_bytes bigint not null,
  width integer not null default 0, -- of the photo as shown now
  height integer not null default 0,
  blurhash text,
  variants jsonb not null default '[]', -- [{"name", "size", "format", "width", "height", "bytes"}]
  description text,
  focus_x double precision,
  focus_y double precision,
  version integer not null default 0, -- which row of media_edits is shown; 0 is the original
  released_at timestamptz, -- when it was last taken from a post
  created_at timestamptz not null
);

create index media_owner on media (owner_id, id desc);
create index media_unattached on media (id) where post_id is null and purpose = 'post';
create index media_portraits on media (id) where purpose <> 'post';
create index media_waiting on media (id) where state = 'waiting';

-- Each edit is the whole list of steps from the original, and its own result. Version 0 is the
-- original; its row is made with the first edit.
create table media_edits (
  media_id bigint not null,
  version integer not null,
  steps jsonb not null,
  state text not null, -- waiting, ready, failed
  reason text,
  width integer not null default 0,
  height integer not null default 0,
  blurhash text,
  variants jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (media_id, version)
);

create index media_edits_waiting on media_edits (media_id) where state = 'waiting';

-- posts -------------------------------------------------------------------------------------------

create table posts (
  id bigint primary key,
  author_id bigint not null,
  body text not null, -- as written
  warning text not null default '',
  sensitive boolean not null default false,
  language text,
  audience text not null, -- everyone, unlisted, followers, mentioned
  reply_to_id bigint,
  reply_to_author_id bigint,
  thread_id bigint not null, -- the first post of the thread; the post itself when it is that
  boost_of_id bigint,
  boost_of_author_id bigint,
  media_ids bigint[] not null default '{}',
  mentions bigint[] not null default '{}',
  tags text[] not null default '{}',
  app_id bigint,
  request_key text,
  pinned_at timestamptz,
  edited_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null
);

create unique index posts_request on posts (author_id, request_key) where request_key is not null;
create unique index posts_boost on posts (author_id, boost_of_id)
  where boost_of_id is not null and deleted_at is null;
create index posts_author on posts (author_id, id desc) where deleted_at is null;
create index posts_pinned on posts (author_id, pinned_at desc) where pinned_at is not null;
create index posts_author_media on posts (author_id, id desc)
  where deleted_at is null and media_ids <> '{}';
create index posts_public on posts (id desc)
  where deleted_at is null and audience = 'everyone' and boost_of_id is null
    and (reply_to_id is null or reply_to_author_id = author_id);
create index posts_public_media on posts (id desc)
  where deleted_at is null and audience = 'everyone' and boost_of_id is null
    and (reply_to_id is null or reply_to_author_id = author_id) and media_ids <> '{}';

-- Made by the first reply, boost or favourite.
create table post_counts (
  post_id bigint primary key,
  replies bigint not null default 0,
  boosts bigint not null default 0,
  favourites bigint not null default 0
) with (fillfactor = 50);

-- What a post was before each edit; version 0 is the original.
create table post_versions (
  post_id bigint not null,
  version integer not null,
  body text not null,
  warning text not null,
  sensitive boolean not null,
  media_ids bigint[] not null,
  created_at timestamptz not null,
  primary key (post_id, version)
);

-- The posts of a thread, beside its first post: one query answers a whole conversation.
create table thread_posts (
  thread_id bigint not null,
  post_id bigint not null,
  reply_to_id bigint not null,
  primary key (thread_id, post_id)
);

create index thread_posts_replies on thread_posts (thread_id, reply_to_id);

create table favourites (
  account_id bigint not null,
  post_id bigint not null,
  id bigint not null,
  primary key (account_id, post_id)
);

create index favourites_list on favourites (account_id, id desc);

-- What a post has received lies with the post. An event may come twice or late, so a row remembers
-- that it was undone, and by the id up to which event it is true; was_undone is what undone was
-- before the last change, so that the statement that changes it can tell what to count.

create table favourited_by (
  post_id bigint not null,
  account_id bigint not null,
  id bigint not null, -- of the favourite
  undone boolean not null,
  was_undone boolean not null default true,
  primary key (post_id, account_id)
);

create index favourited_by_list on favourited_by (post_id, id desc) where not undone;

create table boosted_by (
  post_id bigint not null,
  account_id bigint not null,
  id bigint not null, -- of the boost
  undone boolean not null,
  was_undone boolean not null default true,
  primary key (post_id, account_id)
);

create index boosted_by_list on boosted_by (post_id, id desc) where not undone;

create table replies (
  post_id bigint not null, -- what is answered
  id bigint not null, -- of the answer
  undone boolean not null,
  was_undone boolean not null default true,
  primary key (post_id, id)
);

create table bookmarks (
  account_id bigint not null,
  post_id bigint not null,
  id bigint not null,
  primary key (account_id, post_id)
);

create index bookmarks_list on bookmarks (account_id, id desc);

-- Posts of a tag, beside the tag's name. Only those for everyone.
create table tag_posts (
  slot smallint not null,
  tag text not null, -- normalised
  post_id bigint not null,
  has_media boolean not null,
  primary key (slot, tag, post_id)
);

create table tags (
  slot smallint not null,
  tag text not null, -- normalised
  shown text not null, -- as first written
  posts bigint not null default 0, -- counted a moment later, up to some number
  primary key (slot, tag)
);

create index tags_prefix on tags (tag text_pattern_ops);

-- The words of posts, for search; written by event, so that search never slows a post down.
create table post_words (
  post_id bigint primary key,
  author_id bigint not null,
  words tsvector not null
);

create index post_words_search on post_words using gin (words);
create index post_words_author on post_words (author_id);
