-- What people report, and what moderators do. Both live with the account that is reported or acted
-- on, so that an act, its record and the end of its report are one transaction.

create table reports (
  id bigint primary key,
  account_id bigint not null, -- who is reported
  reporter_id bigint not null,
  post_ids bigint[] not null,
  category text not null, -- spam, legal, violation, other
  comment text not null,
  assigned_id bigint, -- the moderator who looks after it
  resolved_by_id bigint,
  resolved_at timestamptz,
  updated_at timestamptz not null,
  created_at timestamptz not null
);

create index reports_open on reports (id desc) where resolved_at is null;
create index reports_account on reports (account_id, id desc);

create table moderation_log (
  id bigint primary key,
  account_id bigint not null, -- on whose account, post or report
  moderator_id bigint not null,
  kind text not null, -- noted, suspended, unsuspended, post_deleted, assigned, ...
  report_id bigint,
  post_id bigint,
  note text not null,
  created_at timestamptz not null
);

create index moderation_log_account on moderation_log (account_id, id desc);
create index moderation_log_report on moderation_log (report_id, id desc)
  where report_id is not null;

create index accounts_staff on accounts (id) where role <> 'member';
create index accounts_disabled on accounts (id) where disabled_at is not null;
