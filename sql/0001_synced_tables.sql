-- The tables that Firestore's documents go to. Table and column names are a contract with the
-- analytics that read them.
--
-- Four columns are the same everywhere:
--   firebase_data  the whole document, lossless (functions/src/sync/encoding.ts says how)
--   version        commit time of that state in microseconds; a deletion's is one above the last state
--   live           whether the document exists. A row that is not live has only its key and version:
--                  it is the tombstone of a deleted document, or, with version 0, a placeholder for
--                  a document that another one refers to and that has not arrived. Queries ask for
--                  live rows.
--   synced_at      when the row was last written
--
-- Ids compare byte by byte (collate "C"), as Firestore orders them. Text has no length limit here:
-- the declarations in functions/src/sync/collections cut what is too long.

create table users (
  id text collate "C" primary key,
  email text,
  name text,
  role text check (role in ('student', 'faculty', 'alumni', 'admin')),
  department text,
  student_id text,
  bio text,
  created_at timestamptz,
  updated_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  check (not live or (email is not null and name is not null and firebase_data is not null))
);

-- A dictionary that only grows: user_skills says who has a skill, and a skill may have nobody left.
create table skills (
  id integer generated always as identity primary key,
  -- What makes two spellings one skill; the name is the spelling that came first.
  key text collate "C" not null unique,
  name text not null,
  category text,
  created_at timestamptz not null default now()
);

create table user_skills (
  user_id text collate "C" not null references users (id),
  skill_id integer not null references skills (id),
  proficiency_level integer check (proficiency_level between 1 and 5),
  verified boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (user_id, skill_id)
);

create index idx_user_skills_skill_id on user_skills (skill_id);

create table events (
  id text collate "C" primary key,
  title text,
  description text,
  category text,
  department text,
  created_by text collate "C" references users (id),
  skills jsonb,
  start_date timestamptz,
  end_date timestamptz,
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  check (not live or (title is not null and firebase_data is not null)),
  check (end_date >= start_date)
);

create index idx_events_category_date on events (category, start_date);

create table event_attendance (
  user_id text collate "C" not null references users (id),
  event_id text collate "C" not null references events (id),
  attended_at timestamptz,
  status text check (status in ('going', 'attended', 'cancelled')),
  rating integer check (rating between 1 and 5),
  engagement_score double precision not null default 0,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  primary key (user_id, event_id),
  check (not live or firebase_data is not null)
);

create table showcase_posts (
  id text collate "C" primary key,
  user_id text collate "C" references users (id),
  content text,
  category text,
  skills jsonb,
  engagement_metrics jsonb,
  created_at timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  check (not live or (user_id is not null and firebase_data is not null))
);

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
  check (
    not live
    or (from_user_id is not null and to_user_id is not null and firebase_data is not null)
  )
);

create table positions (
  user_id text collate "C" not null references users (id),
  id text collate "C" not null,
  title text,
  organisation text,
  industry text,
  start_date timestamptz,
  end_date timestamptz,
  firebase_data jsonb,
  version bigint not null default 0,
  live boolean not null default false,
  synced_at timestamptz not null default clock_timestamp(),
  primary key (user_id, id),
  check (not live or (title is not null and firebase_data is not null)),
  check (end_date >= start_date)
);
