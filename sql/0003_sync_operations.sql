-- What operators steer the synchronisation by, and what they see of it.

-- Counts by where a change came from: 'events' (live), 'backfill', 'repair' or 'replay'. Each shard also
-- keeps when it last counted, and how old the oldest document state in that batch was.
alter table sync_counts
  add column source text not null default 'events',
  add column last_received_at timestamptz not null default now(),
  add column last_lag_seconds double precision,
  drop constraint sync_counts_pkey,
  add primary key (source, collection, shard);
alter table sync_counts alter column source drop default;

-- From here on a dead letter is a document whose newest known state cannot be applied: one row for each
-- document, gone when a newer state is applied. A discarded one stays without its message, so that the
-- comparison with Firestore knows that the document is missing on purpose.
delete from dead_letters as older
using dead_letters as newer
where older.path = newer.path and older.version < newer.version;
update dead_letters set key = path where path is not null;
alter table dead_letters
  alter column message drop not null,
  add column discarded_at timestamptz;

-- Documents with changes that the writer gave back to Pub/Sub because of a pause, until they are applied.
create table deferred_changes (
  -- md5 of the path, which can itself be longer than an index entry may be.
  id uuid primary key,
  collection text not null,
  path text not null,
  -- The newest of the waiting changes.
  version bigint not null,
  -- When the first of them was published.
  waiting_since timestamptz not null
);

-- Documents of the system itself, such as its heartbeat.
create table system_documents (
  id text collate "C" primary key,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  check (not live or firebase_data is not null)
);

-- One row for each collection and check: what was compared, and what was found and repaired.
create table consistency_checks (
  id bigint generated always as identity primary key,
  collection text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null default clock_timestamp(),
  -- Documents in the collection, those whose contents were compared, and the reads that were billed.
  documents bigint not null,
  compared bigint not null,
  billed_reads bigint not null,
  missing bigint not null,
  stale bigint not null,
  extra bigint not null,
  dead_lettered bigint not null,
  repaired bigint not null,
  -- Path of the last document of the slice whose contents were compared; the next check goes on there.
  slice_end text,
  -- Some of the documents found, as {"missing": [path, …], …}.
  examples jsonb not null
);

create index idx_consistency_checks_collection on consistency_checks (collection, id);

-- How far a backfill has come, so that a killed one goes on where it was.
create table backfill_partitions (
  -- "projects/…/databases/…" and the table that is filled.
  source text not null,
  collection text not null,
  number integer not null,
  -- Bounds and progress are ids and paths as JSON text, since Firestore's may hold what text cannot.
  first_id text,
  end_id text,
  after_path text,
  documents bigint not null default 0,
  finished boolean not null default false,
  primary key (source, collection, number)
);

-- The comparison with Firestore walks attendances in the order of their paths, event by event.
create index idx_event_attendance_event_id on event_attendance (event_id, user_id);
