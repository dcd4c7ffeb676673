-- The tables that Firestore's documents are copied into. Analytics depend on their table and column names.
--
-- Every table has these five columns:
--   firebase_data  the whole document, losslessly encoded (functions/src/platform/documents/encoding.ts)
--   version        commit time of this state in microseconds; for a deletion, one more than the last state's
--   live           whether the document exists. A row that is not live holds only its key and version: it is
--                  the tombstone of a deleted document or, at version 0, a placeholder for a document that
--                  another one refers to and that has not been synced yet. Queries must filter on `live`.
--   synced_at      when the row was last written
--   changed_at     when what it says last changed: `live`, a column of its own other than `updated_at`, or a field that
--                  child rows hold, such as the skills. A document that is written again, as with a new `lastSeen`,
--                  leaves it. Jobs and caches that keep what they read from rows go by it, never by `synced_at` or
--                  `version`
--
-- `version` and `synced_at` are times of writing. When something happened is in the columns that the document tells,
-- such as `created_at`, which is null for an imported document that does not say
-- (functions/src/platform/documents/documentTimes.ts).
--
-- A label, such as a department, is compared by the column ending in _key, and shown by label_name(), which knows how
-- most people spell it (functions/src/platform/documents/labels.ts).
--
-- Ids collate "C" (byte by byte) because Firestore orders them that way. Text columns have no length limit; the
-- declarations in functions/src/sync/collections truncate long values.

create table users (
  id text collate "C" primary key,
  email text,
  -- Empty if the profile names none; null only in rows that are not live.
  name text,
  role text check (role in ('student', 'faculty', 'alumni', 'admin')),
  department text,
  department_key text collate "C",
  student_id text,
  bio text,
  -- What the person lets others see (functions/src/platform/documents/visibility.ts); null only in rows that are not live.
  visible_in_search boolean default false,
  visible_in_matching boolean default false,
  visible_in_forecast boolean default false,
  shares_attendance boolean default false,
  created_at timestamptz,
  updated_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check (not live or (name is not null and firebase_data is not null)),
  check (
    not live
    or num_nulls(visible_in_search, visible_in_matching, visible_in_forecast, shares_attendance) = 0
  )
);

-- Filters by department.
create index idx_users_department on users (department_key) where live;

create table events (
  id text collate "C" primary key,
  title text,
  description text,
  category text,
  category_key text collate "C",
  department text,
  department_key text collate "C",
  created_by text collate "C" references users (id),
  skills jsonb,
  start_date timestamptz,
  end_date timestamptz,
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check (not live or (title is not null and firebase_data is not null)),
  check (end_date >= start_date)
);

-- Part of the agreed schema, for analytics outside the functions.
create index idx_events_category_date on events (category, start_date);
-- Which events have changed since they were last read.
create index idx_events_changed_at on events (changed_at);

create table event_attendance (
  user_id text collate "C" not null references users (id),
  event_id text collate "C" not null references events (id),
  attended_at timestamptz,
  status text check (status in ('going', 'attended', 'cancelled')),
  rating integer check (rating between 1 and 5),
  -- Who said that the user was there, and when, which only the server writes.
  checked_in_by text collate "C",
  checked_in_at timestamptz,
  -- Whether it is known that the user was there, since somebody else said so; otherwise attendance is claimed, as by an
  -- import.
  checked_in boolean not null generated always as (
    coalesce(status = 'attended' and checked_in_by <> user_id and checked_in_at is not null, false)
  ) stored,
  engagement_score double precision not null default 0,
  -- When the user first responded. `attended_at` only says when they were at the event, and only the document's
  -- last state is kept.
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (user_id, event_id),
  check (not live or firebase_data is not null)
);

-- Covers the attendees of an event with an index-only scan. The consistency check also reads in this order,
-- which is the order of the documents' paths.
create index idx_event_attendance_event_id on event_attendance (event_id, user_id) include (live, status, attended_at);

create table showcase_posts (
  id text collate "C" primary key,
  user_id text collate "C" references users (id),
  content text,
  category text,
  category_key text collate "C",
  skills jsonb,
  engagement_metrics jsonb,
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check (not live or (user_id is not null and firebase_data is not null))
);

-- Part of the agreed schema; the functions use the first for a user's posts.
create index idx_showcase_posts_user_category on showcase_posts (user_id, category);
create index idx_showcase_posts_skills_gin on showcase_posts using gin (skills);

create table connections (
  id text collate "C" primary key,
  from_user_id text collate "C" references users (id),
  to_user_id text collate "C" references users (id),
  status text check (status in ('pending', 'accepted', 'declined')),
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check (
    not live
    or (from_user_id is not null and to_user_id is not null and firebase_data is not null)
  )
);

-- A user's connections, from either end.
create index idx_connections_from_user_id on connections (from_user_id, to_user_id);
create index idx_connections_to_user_id on connections (to_user_id, from_user_id);
-- The accepted requests between two users, in either direction (accepted_connections).
create index idx_connections_accepted_pair
on connections (least(from_user_id, to_user_id), greatest(from_user_id, to_user_id)) where live and status = 'accepted';

create table positions (
  user_id text collate "C" not null references users (id),
  id text collate "C" not null,
  title text,
  organisation text,
  industry text,
  start_date timestamptz,
  end_date timestamptz,
  -- Whether the document names a start or an end that cannot be one: then nobody knows whether the position is current.
  -- Without an end, it is.
  dates_unknown boolean default false,
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (user_id, id),
  check (not live or (dates_unknown is not null and firebase_data is not null)),
  check (end_date >= start_date)
);

-- The system's own documents, such as its heartbeat.
create table system_documents (
  id text collate "C" primary key,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check (not live or firebase_data is not null)
);
