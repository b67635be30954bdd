-- Links that are mailed to people: to a new password, and to a new e-mail address.

alter table logins
  add column reset_hash bytea, -- SHA-256 of the secret in the mail
  add column reset_at timestamptz, -- when it was asked for, or a password was last set
  add column new_email text,
  add column new_email_hash bytea, -- SHA-256 of the secret in the mail
  add column new_email_at timestamptz; -- when it was asked for
