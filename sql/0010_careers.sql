-- What career paths are computed from. The models are in model_versions.

-- Position titles with the same meaning, recomputed every night from the titles people hold or held. The key of a
-- title is defined in functions/src/careers/titles.
create table career_titles (
  key text collate "C" primary key,
  role text not null,
  seniority text,
  -- The most common spelling, and all spellings with the number of people who use them.
  name text not null,
  spellings jsonb not null,
  people integer not null,
  -- Stems of the role's words.
  words text[] not null,
  -- The matching occupation of the taxonomy.
  occupation_id integer references taxonomy_concepts (id) on delete set null
);

create index idx_career_titles_words on career_titles using gin (words);
create index idx_career_titles_role on career_titles (role);
create index idx_career_titles_occupation_id on career_titles (occupation_id);

-- Situations that people were in before they took a position (functions/src/careers/paths/career.ts), and the
-- positions they took. Moves long ago weigh less than one.
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
  -- How long they held the position they left; null for contexts that are not positions.
  median_days integer,
  primary key (context_id, title_key)
);

create index idx_career_moves_weight on career_moves (context_id, weight desc);

-- How many people who hold or held a title have a skill today.
create table career_title_skills (
  title_key text collate "C" not null references career_titles (key) on delete cascade,
  skill_id integer not null references skills (id) on delete cascade,
  people integer not null,
  primary key (title_key, skill_id)
);

-- Names of the taxonomy's occupations by title key.
create table occupation_titles (
  key text collate "C" not null,
  occupation_id integer not null references taxonomy_concepts (id) on delete cascade,
  name text not null,
  -- Whether it is the occupation's main name rather than an alternative one.
  preferred boolean not null,
  primary key (key, occupation_id)
);

create table occupation_similarities (
  occupation_id integer not null references taxonomy_concepts (id) on delete cascade,
  other_id integer not null references taxonomy_concepts (id) on delete cascade,
  similarity real not null,
  primary key (occupation_id, other_id)
);

-- A single row: when all of this was computed, and fingerprints of the data it was computed from.
create table career_refresh (
  id boolean primary key default true check (id),
  refreshed_at timestamptz not null,
  positions_fingerprint text not null,
  taxonomy_fingerprint text not null
);
