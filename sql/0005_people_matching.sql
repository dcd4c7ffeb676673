-- What finding similar people needs beyond the synchronised tables. refreshMatching computes it every night;
-- values newer than that are counted on demand.

-- How many people visit each event (event_visits).
create table event_statistics (
  event_id text collate "C" primary key references events (id) on delete cascade,
  people bigint not null
);

-- For everyone who attends anything, a unit vector close to those of the people who attend the same events as
-- the people they meet. All rows come from the same run; vectors of different runs are not comparable.
create table attendance_embeddings (
  user_id text collate "C" primary key references users (id) on delete cascade,
  vector real[] not null,
  refreshed_at timestamptz not null
);

-- A single row: when all of this was computed, and how many users there were.
create table matching_refresh (
  id boolean primary key default true check (id),
  refreshed_at timestamptz not null,
  population bigint not null
);
