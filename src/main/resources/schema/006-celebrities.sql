-- celebrities --------------------------------------------------------------------------------------

-- Authors whose posts were withheld from home feeds that nodes share: every node has to put them into
-- the feeds that it reads, also one that was not there when they were withheld.
create table celebrities (
  account_id bigint primary key
);
