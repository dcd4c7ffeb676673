-- What became of every message that the writer received.

-- received = applied + superseded + dead_lettered, always. Transactions that commit at the same time
-- count in different shards, so that they do not wait for each other; readers add the shards up.
create table sync_counts (
  collection text not null,
  shard smallint not null,
  received bigint not null default 0,
  applied bigint not null default 0,
  superseded bigint not null default 0,
  dead_lettered bigint not null default 0,
  primary key (collection, shard)
);

-- A message that cannot be applied however often it is tried: kept whole, with a reason that says
-- what to correct. One row for each state of a document; further deliveries raise its attempts.
create table dead_letters (
  id bigint generated always as identity primary key,
  -- "path@version" for a change, "message:id" for a message that is no change.
  key text not null,
  collection text not null,
  path text,
  version bigint,
  reason text not null,
  -- The change as it was received, or {"base64": …} for what jsonb cannot hold.
  message jsonb not null,
  attempts integer not null default 1,
  first_failed_at timestamptz not null default now(),
  last_failed_at timestamptz not null default now()
);

-- A path alone can be longer than an index entry may be.
create unique index dead_letters_key on dead_letters (md5(key));
