-- several nodes ------------------------------------------------------------------------------------

-- How far each part of a lane has been read. The slots of accounts are dealt to the parts, and the
-- parts to the workers. Takes the place of event_cursors, which stays for nodes of the version
-- before: what both read is handled twice, which does no harm.
create table lane_parts (
  lane text not null,
  part smallint not null,
  xact xid8 not null default '0',
  id bigint not null default 0,
  primary key (lane, part)
) with (fillfactor = 20);

insert into lane_parts (lane, part, xact, id)
select c.lane, p.part, c.xact, c.id
  from event_cursors c
 cross join generate_series(0, 7) as p (part);
