-- Normalised skills: which spellings are the same skill, who and what has a skill, and a taxonomy of skills.

-- The dictionary of skills.
create table skills (
  id integer generated always as identity primary key,
  -- Spellings with the same key are the same skill (functions/src/skills/skillKey.ts).
  key text collate "C" not null unique,
  -- What the skill is called (functions/src/skills/skillName.ts), decided again every night.
  name text not null,
  category text,
  created_at timestamptz not null default now(),
  -- Users with the skill on their profile, and users who name it in their posts, as of the last nightly count.
  -- Null until then.
  people bigint,
  authors bigint,
  -- The first night in which no document named it any more; null while one does. It is removed after a term.
  unused_since timestamptz
);

-- Keys that operators mapped to a skill by merging or by adding an alias. They take precedence over skills.key.
create table skill_aliases (
  key text collate "C" primary key,
  -- The spelling, from which the key is derived again when the rules for keys change.
  name text not null,
  skill_id integer not null references skills (id),
  created_at timestamptz not null default now()
);

create index idx_skill_aliases_skill_id on skill_aliases (skill_id);

create table user_skills (
  user_id text collate "C" not null references users (id),
  skill_id integer not null references skills (id),
  proficiency_level integer check (proficiency_level between 1 and 5),
  verified boolean not null default false,
  -- Who verified it, when, and at which level, which may be another than the user claims.
  verified_by text collate "C",
  verified_at timestamptz,
  verified_level integer check (verified_level between 1 and 5),
  -- As the document spells the skill, like the other links; of several spellings the first by code point.
  spelling text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (user_id, skill_id)
);

-- Covers who has a skill, at which level, and whether it is verified, with an index-only scan.
create index idx_user_skills_skill_id on user_skills (skill_id, user_id) include (proficiency_level, verified);

create table post_skills (
  post_id text collate "C" not null references showcase_posts (id),
  skill_id integer not null references skills (id),
  -- The post's author, denormalised so that a skill's authors are found without joining the posts.
  user_id text collate "C" not null,
  spelling text collate "C" not null,
  primary key (post_id, skill_id)
);

create index idx_post_skills_skill_id on post_skills (skill_id, user_id);

create table event_skills (
  event_id text collate "C" not null references events (id),
  skill_id integer not null references skills (id),
  spelling text collate "C" not null,
  primary key (event_id, skill_id)
);

create index idx_event_skills_skill_id on event_skills (skill_id, event_id);

-- Skills that occur together on profiles far more often than chance predicts.
create table skill_neighbours (
  skill_id integer not null references skills (id) on delete cascade,
  neighbour_id integer not null references skills (id) on delete cascade,
  -- Between 0 and 1.
  strength real not null,
  primary key (skill_id, neighbour_id)
);

-- An imported taxonomy such as O*NET or ESCO: skills and occupations, their names, and how they are related.
-- An import replaces everything from the same source.
create table taxonomy_concepts (
  id integer generated always as identity primary key,
  source text not null,
  kind text not null check (kind in ('skill', 'occupation')),
  -- The source's own identifier: a code or a URI.
  code text collate "C" not null,
  name text not null,
  description text,
  unique (source, kind, code)
);

-- All names of a concept, keyed like skills: taxonomy_labels.key = skills.key.
create table taxonomy_labels (
  concept_id integer not null references taxonomy_concepts (id) on delete cascade,
  key text collate "C" not null,
  label text not null,
  primary key (concept_id, key)
);

create index idx_taxonomy_labels_key on taxonomy_labels (key);

-- 'uses', 'essential' and 'optional' lead from an occupation to a skill, 'broader' to a more general concept,
-- 'related' to a similar one.
create table taxonomy_relations (
  from_id integer not null references taxonomy_concepts (id) on delete cascade,
  to_id integer not null references taxonomy_concepts (id) on delete cascade,
  kind text not null check (kind in ('uses', 'essential', 'optional', 'broader', 'related')),
  primary key (from_id, to_id, kind)
);

create index idx_taxonomy_relations_to_id on taxonomy_relations (to_id, kind);

-- How many skills that nobody had named before a person has brought on a day of the campus.
create table skill_admissions (
  user_id text collate "C" not null,
  day date not null,
  skills integer not null,
  primary key (user_id, day)
);

-- Documents some of whose skills wait, since their person has brought all that they may on a day. Their links to these
-- skills are missing until a night admits them.
create table skills_waiting (
  link_table text not null,
  document_id text collate "C" not null,
  since timestamptz not null default clock_timestamp(),
  primary key (link_table, document_id)
);
