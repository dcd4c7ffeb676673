-- What finding similar people stands on, besides the synchronised tables. refreshMatching computes it every
-- night; what is missing here is counted when it is asked for.

-- How many people have a skill on their profile, and how many name it in their posts.
alter table skills add column people bigint, add column authors bigint;

-- How many people attended an event, or are going to.
create table event_statistics (
  event_id text collate "C" primary key references events (id) on delete cascade,
  people bigint not null
);

-- For everybody who attended anything, a direction (of length 1) that is near to those of the people who go
-- to the same events as the people one meets. All rows come from one night: others do not compare.
create table attendance_embeddings (
  user_id text collate "C" primary key references users (id) on delete cascade,
  vector real[] not null,
  refreshed_at timestamptz not null
);

-- One row: when all this was computed, and how many people there were.
create table matching_refresh (
  id boolean primary key default true check (id),
  refreshed_at timestamptz not null,
  people bigint not null
);

-- Who was at an event, from the index alone.
drop index idx_event_attendance_event_id;
create index idx_event_attendance_event_id on event_attendance (event_id, user_id) include (live, status);

-- The people of one department, for those who ask for them alone.
create index idx_users_department on users (department) where live;
