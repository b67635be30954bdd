-- People who left. Their account stays as a mark on their name, which nobody else can have.

alter table accounts add column left_at timestamptz;
