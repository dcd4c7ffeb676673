-- Who cannot sign in, as of last night: their account is disabled or gone (functions/src/accounts/roles/compareRoles.ts).
create table locked_out_accounts (
  user_id text collate "C" primary key
);

-- Whose data is to be erased, is being erased, or has been. A finished row names nobody: `person` is a keyed hash, which
-- keeps the writer from bringing them back (functions/src/platform/erasure).
create table erasures (
  -- HMAC-SHA-256 of the person's id; the key is the secret ERASURE_KEY.
  person bytea primary key check (octet_length(person) = 32),
  -- The number of the receipt.
  id uuid not null unique default gen_random_uuid(),
  -- Until the last look has been taken: the id, and what else names the person or what is theirs in other stores.
  user_id text collate "C" unique,
  identifiers jsonb,
  requested_by text not null check (requested_by in ('person', 'administrator', 'operator', 'account')),
  requested_at timestamptz not null,
  -- When the days of grace end, during which the person may withdraw.
  due_at timestamptz not null,
  -- From then on nothing brings the person back.
  began_at timestamptz,
  finished_at timestamptz,
  -- What was removed from each store, in numbers.
  receipt jsonb,
  check ((finished_at is null) = (user_id is not null)),
  check (finished_at is null or (identifiers is null and began_at is not null and receipt is not null))
);

-- Which erasures go on, for the nightly job.
create index idx_erasures_due_at on erasures (due_at) where finished_at is null;

-- The steps of an erasure: each is repeated until it has succeeded, and all are taken three times (looks): at once, after
-- 2 hours and after 25, since tokens live for one hour and events are retried for a day.
create table erasure_steps (
  person bytea not null references erasures (person) on delete cascade,
  look smallint not null check (look between 1 and 3),
  step text not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  finished_at timestamptz,
  -- What it removed, in numbers.
  removed jsonb,
  -- The kind of the last error, without contents.
  error text,
  primary key (person, look, step)
);

-- One row, from the first hash on: which key made all hashes, here and in hashed_tombstones.
create table erasure_ledger (
  id boolean primary key default true check (id),
  -- Of the ERASURE_KEY: under another key nobody would be found.
  key_fingerprint bytea not null check (octet_length(key_fingerprint) = 32),
  -- Another one after every change of `erasures`, so that the writer reads them only then.
  generation uuid not null default gen_random_uuid()
);

-- Archives of all that is kept of a person, for the person.
create table data_exports (
  id uuid primary key default gen_random_uuid(),
  user_id text collate "C" not null references users (id),
  requested_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  -- The kind of the error of an export that failed.
  error text,
  -- Name in the bucket.
  object_name text,
  bytes bigint,
  files integer
);

create index idx_data_exports_user_id on data_exports (user_id, requested_at desc);

-- A table that is empty when it is analysed keeps the statistics of the rows that it had, and with them ids of people who
-- have been erased since. Of tables that are often empty, nothing is kept.
alter table engagement_changes alter column user_id set statistics 0, alter column event_id set statistics 0;
alter table deferred_changes alter column path set statistics 0;
alter table dead_letters alter column key set statistics 0, alter column path set statistics 0,
  alter column message set statistics 0;
alter table backfill_partitions alter column first_id set statistics 0, alter column end_id set statistics 0,
  alter column after_path set statistics 0;
alter table daily_writes alter column user_id set statistics 0;
alter table skill_admissions alter column user_id set statistics 0;
alter table skills_waiting alter column document_id set statistics 0;
alter table search_queue alter column user_id set statistics 0;
alter table profile_views alter column user_id set statistics 0, alter column viewer_id set statistics 0;
alter table check_in_codes alter column issued_by set statistics 0;
alter table call_counts alter column user_id set statistics 0;
alter table locked_out_accounts alter column user_id set statistics 0;
alter table data_exports alter column user_id set statistics 0, alter column object_name set statistics 0;
alter table erasures alter column user_id set statistics 0, alter column identifiers set statistics 0;
