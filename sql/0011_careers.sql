-- What the forecast of activity and the career paths stand on. The models themselves are in model_versions.

-- When the document came to be: for an attendance, when somebody first answered. Its last state alone is kept,
-- and attended_at says only when they were there.
alter table event_attendance add column created_at timestamptz;

-- What people did, and when, as far as the documents still say so. To be gone is no action, but a sign.
create view user_actions as
  select user_id, least(created_at, attended_at) as at,
    case when status = 'cancelled' then 'declined' else 'joined' end as kind
  from event_attendance
  where live and least(created_at, attended_at) is not null
union all
  -- To be there is another action, on another day.
  select user_id, attended_at, 'attended'
  from event_attendance
  where live and status is distinct from 'cancelled' and attended_at - created_at >= interval '1 day'
union all
  select user_id, created_at, 'posted' from showcase_posts where live and created_at is not null
union all
  select from_user_id, created_at, 'connected' from connections where live and created_at is not null;

-- Titles of positions that mean the same, computed every night from those that people hold or held. What makes
-- a key of a title is in functions/src/careers/titles.
create table career_titles (
  key text collate "C" primary key,
  role text not null,
  seniority text,
  -- As most people write it, and how many write it how.
  name text not null,
  spellings jsonb not null,
  people integer not null,
  -- What the role is about: stems of its words.
  words text[] not null,
  -- What it is in the taxonomy.
  occupation_id integer references taxonomy_concepts (id) on delete set null
);

create index idx_career_titles_words on career_titles using gin (words);
create index idx_career_titles_role on career_titles (role);
create index idx_career_titles_occupation_id on career_titles (occupation_id);

-- Situations that people were in before a position, and what came next; functions/src/careers/paths/career.ts says
-- which. Moves of long ago weigh less than one.
create table career_contexts (
  id text collate "C" primary key,
  weight real not null,
  people integer not null
);

create table career_moves (
  context_id text collate "C" not null references career_contexts (id) on delete cascade,
  title_key text collate "C" not null references career_titles (key) on delete cascade,
  weight real not null,
  people integer not null,
  -- How long they held what they left; null for situations of another kind.
  median_days integer,
  primary key (context_id, title_key)
);

create index idx_career_moves_weight on career_moves (context_id, weight desc);

-- How many of those who hold or held a title have a skill today.
create table career_title_skills (
  title_key text collate "C" not null references career_titles (key) on delete cascade,
  skill_id integer not null references skills (id) on delete cascade,
  people integer not null,
  primary key (title_key, skill_id)
);

-- What the occupations of the imported taxonomy are called, by the keys of titles, and which are alike.
create table occupation_titles (
  key text collate "C" not null,
  occupation_id integer not null references taxonomy_concepts (id) on delete cascade,
  name text not null,
  -- Whether it is the occupation's own name.
  own boolean not null,
  primary key (key, occupation_id)
);

create table occupation_similarities (
  occupation_id integer not null references taxonomy_concepts (id) on delete cascade,
  other_id integer not null references taxonomy_concepts (id) on delete cascade,
  similarity real not null,
  primary key (occupation_id, other_id)
);

-- One row: when all this was computed, and from what.
create table career_refresh (
  id boolean primary key default true check (id),
  refreshed_at timestamptz not null,
  positions text not null,
  taxonomy text not null
);
