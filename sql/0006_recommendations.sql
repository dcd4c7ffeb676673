-- What is recommended to whom, what they made of it, and the models that rank it.

-- What was learned from the system's own history. The version in use of a model is the one adopted last;
-- before there is one, the defaults in the code are.
create table model_versions (
  id integer generated always as identity primary key,
  model text not null,
  parameters jsonb not null,
  -- On the later part of the history, which was not learned from; beside it, on the same cases, those of what
  -- was in use and of a plain ranking.
  metrics jsonb not null,
  baseline_metrics jsonb not null,
  cases integer not null,
  trained_at timestamptz not null,
  -- Null for a version that did not beat the one in use.
  adopted_at timestamptz
);

create index idx_model_versions_model on model_versions (model, adopted_at desc) where adopted_at is not null;

-- Lists that were computed at night, or when they were asked for.
create table recommendations (
  id bigint generated always as identity,
  user_id text collate "C" not null references users (id),
  type text not null check (type in ('event', 'user', 'skill')),
  target_id text collate "C" not null,
  score double precision not null,
  reason text not null,
  -- What the reason is about, so that reasons can be compared: 'attended-similar', say.
  reason_kind text not null,
  -- What a list should not be full of: a category, or a department.
  group_name text,
  -- Null for the defaults.
  model_version integer references model_versions (id),
  created_at timestamptz not null,
  -- When the database was read for it, by the database's own clock: what was written since is not in it.
  based_on timestamptz not null,
  -- When the nightly statistics or model behind the list were made; null before the first night.
  as_of timestamptz,
  expires_at timestamptz not null,
  primary key (user_id, type, target_id)
);

-- What attendance says of events that go together, computed at night: of each event that anybody attends, which
-- others the same people went to, and which upcoming ones they will go to. Other events by their numbers, which
-- stay the same from night to night.
create table event_neighbours (
  event_id text collate "C" primary key references events (id) on delete cascade,
  number integer generated always as identity unique,
  -- The most alike by who attended, with the cosine.
  neighbours integer[] not null,
  cosines real[] not null,
  -- Events that have not begun, with what attending this one says for them.
  leads_to integer[] not null,
  weights real[] not null,
  refreshed_at timestamptz not null
);

-- What removes old lists, and the lists of who is gone.
create index idx_recommendations_expires_at on recommendations (expires_at);

-- What students made of what was recommended: one row for each student and thing, however often it was shown.
create table recommendation_feedback (
  user_id text collate "C" not null references users (id),
  type text not null check (type in ('event', 'user', 'skill')),
  target_id text collate "C" not null,
  shown integer not null default 0,
  opened integer not null default 0,
  shown_at timestamptz,
  opened_at timestamptz,
  accepted_at timestamptz,
  dismissed_at timestamptz,
  -- As the list said when it was last shown, or when there was first word of it.
  reason_kind text,
  model_version integer references model_versions (id),
  -- By the database's own clock, when it was last accepted or dismissed: lists made before are made anew.
  decided_at timestamptz,
  primary key (user_id, type, target_id)
);

create index idx_recommendation_feedback_decided_at on recommendation_feedback (user_id, decided_at);

-- Who is connected to somebody, from both ends; and whether an event was written since a list was made.
create index idx_connections_from_user_id on connections (from_user_id, to_user_id);
create index idx_connections_to_user_id on connections (to_user_id, from_user_id);
create index idx_events_synced_at on events (synced_at);

-- For each of the most common skills, which others having it speaks for or against: the largest weights of the
-- model, the largest first. All rows come from one night.
create table skill_weights (
  skill_id integer primary key references skills (id) on delete cascade,
  others integer[] not null,
  weights real[] not null,
  model_version integer references model_versions (id),
  refreshed_at timestamptz not null
);
