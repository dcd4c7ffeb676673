-- What is recommended to whom, how students responded, and the nightly statistics that recommendations use.

-- Stored lists, computed every night or on request.
create table recommendations (
  id bigint generated always as identity,
  user_id text collate "C" not null references users (id),
  type text not null check (type in ('event', 'user', 'skill')),
  target_id text collate "C" not null,
  score double precision not null,
  reason text not null,
  -- The kind of reason, such as 'attended-similar', so that kinds can be compared.
  reason_kind text not null,
  -- A list is diversified across these: an event's category, a person's department; both as keys.
  group_name text,
  -- Null for the defaults.
  model_version integer references model_versions (id),
  -- The evidence by name, as it was when recommended: rankings are trained on it, and evidence read later would
  -- leak what happened since. Null where the ranking is trained on something else.
  signals jsonb,
  created_at timestamptz not null,
  -- When the database was read for this list, by the database's clock; later writes are not reflected.
  read_at timestamptz not null,
  -- When the nightly statistics or the model behind this list were computed; null before the first night.
  as_of timestamptz,
  expires_at timestamptz not null,
  primary key (user_id, type, target_id)
);

-- Of which lists people's apps have been told, so that they are told only of lists that have changed.
create table announced_lists (
  user_id text collate "C" not null references users (id) on delete cascade,
  type text not null check (type in ('event', 'user', 'skill')),
  -- A hash of what the list recommends, in its order.
  content text not null,
  announced_at timestamptz not null,
  primary key (user_id, type)
);

-- How students responded to recommendations: one row per student and target, however often it was shown.
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
  -- As in the list when it was last shown, or when the first response arrived.
  reason_kind text,
  model_version integer references model_versions (id),
  signals jsonb,
  -- When it was last accepted or dismissed, by the database's clock; lists from before are stale.
  decided_at timestamptz,
  primary key (user_id, type, target_id)
);

create index idx_recommendation_feedback_decided_at on recommendation_feedback (user_id, decided_at);

-- Which events are attended by the same people, computed every night for every event with attendees. Other events
-- are referred to by `number`, which stays the same from night to night.
create table event_neighbours (
  event_id text collate "C" primary key references events (id) on delete cascade,
  number integer generated always as identity unique,
  -- The most similar events by their attendees, with the cosine.
  neighbours integer[] not null,
  cosines real[] not null,
  -- Upcoming events that attending this one is evidence for, with the weight of the evidence.
  successors integer[] not null,
  successor_weights real[] not null,
  refreshed_at timestamptz not null
);

-- For each of the most common skills, the other skills that make it more or less likely: the largest weights of
-- the model, in descending order. All rows come from the same run.
create table skill_weights (
  skill_id integer primary key references skills (id) on delete cascade,
  others integer[] not null,
  weights real[] not null,
  model_version integer references model_versions (id),
  refreshed_at timestamptz not null
);
