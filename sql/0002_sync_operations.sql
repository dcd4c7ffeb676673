-- Bookkeeping of the synchronisation: outcomes, dead letters, deferred changes, consistency checks, backfills.

-- Outcomes of the messages that the writer received: received = applied + superseded + dead_lettered, always.
-- Concurrent transactions count in different shards so that they do not block each other; readers sum the shards.
create table sync_counts (
  -- 'events' (live changes), 'backfill', 'repair' or 'replay'.
  source text not null,
  collection text not null,
  shard smallint not null,
  received bigint not null default 0,
  applied bigint not null default 0,
  superseded bigint not null default 0,
  dead_lettered bigint not null default 0,
  last_received_at timestamptz not null default now(),
  -- Age of the oldest document state in the shard's last batch.
  last_lag_seconds double precision,
  primary key (source, collection, shard)
);

-- Documents whose newest known state cannot be applied, however often it is retried. One row per document,
-- removed when a newer state is applied. A discarded row stays, without its message, so that the consistency
-- check knows the document is missing on purpose.
create table dead_letters (
  id bigint generated always as identity primary key,
  -- The document's path, or "message:id" for a message that is not a change.
  key text not null,
  collection text not null,
  path text,
  version bigint,
  -- What has to be corrected.
  reason text not null,
  -- The change as received, or {"base64": …} for bytes that jsonb cannot hold.
  message jsonb,
  attempts integer not null default 1,
  first_failed_at timestamptz not null default now(),
  last_failed_at timestamptz not null default now(),
  discarded_at timestamptz
);

-- Hashed because a path can be longer than an index entry.
create unique index dead_letters_key on dead_letters (md5(key));

-- Documents with changes that the writer nacked during a pause, until those changes are applied.
create table deferred_changes (
  -- md5 of the path, which can be longer than an index entry.
  id uuid primary key,
  collection text not null,
  path text not null,
  -- The newest deferred change.
  version bigint not null,
  -- When the oldest deferred change was published.
  deferred_since timestamptz not null
);

-- One row per collection and consistency check: what was compared, found and repaired.
create table consistency_checks (
  id bigint generated always as identity primary key,
  collection text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null default clock_timestamp(),
  -- Documents in the collection, documents whose contents were compared, and reads billed.
  documents bigint not null,
  compared bigint not null,
  billed_reads bigint not null,
  missing bigint not null,
  stale bigint not null,
  extra bigint not null,
  dead_lettered bigint not null,
  repaired bigint not null,
  -- Path of the last document whose contents were compared; the next check continues from here.
  slice_end text,
  -- Sample paths for each kind of difference: {"missing": [path, …], …}.
  examples jsonb not null
);

create index idx_consistency_checks_collection on consistency_checks (collection, id);

-- Progress of a backfill, so that a killed run resumes where it stopped.
create table backfill_partitions (
  -- "projects/…/databases/…" and the name of the target table.
  source text not null,
  collection text not null,
  number integer not null,
  -- Bounds and progress as JSON strings, because Firestore ids may hold characters that text cannot.
  first_id text,
  end_id text,
  after_path text,
  documents bigint not null default 0,
  finished boolean not null default false,
  primary key (source, collection, number)
);

-- How many documents of a collection a person created on a day of the campus, deleted ones included.
create table daily_writes (
  user_id text collate "C" not null,
  collection text collate "C" not null,
  day date not null,
  documents integer not null,
  primary key (user_id, collection, day)
);

-- Documents that were deleted so long ago that no ordinary change of theirs is on its way any more, or whose person was
-- erased: only a keyed hash of the path remains, so that an older state does not bring the row back.
create table hashed_tombstones (
  -- HMAC-SHA-256 of the document's path (functions/src/platform/erasure/keyedHash.ts).
  document bytea primary key check (octet_length(document) = 32),
  version bigint not null
);
