-- Skills normalised: which spellings are one skill, who and what has a skill, and a taxonomy of skills.

-- Keys that operators made spellings of a skill, by merging it or by adding an alias. They rank above
-- the keys in skills. What makes a key of a name is in functions/src/sync/skills/key.ts.
create table skill_aliases (
  key text collate "C" primary key,
  -- The spelling, to make its key again when the rules have changed.
  name text not null,
  skill_id integer not null references skills (id),
  created_at timestamptz not null default now()
);

create index idx_skill_aliases_skill_id on skill_aliases (skill_id);

-- The skills that a post or an event names, as user_skills has those of a user.
create table post_skills (
  post_id text collate "C" not null references showcase_posts (id),
  skill_id integer not null references skills (id),
  -- The post's author, so that the people of a skill are found without the posts.
  user_id text collate "C" not null,
  primary key (post_id, skill_id)
);

create index idx_post_skills_skill_id on post_skills (skill_id, user_id);

create table event_skills (
  event_id text collate "C" not null references events (id),
  skill_id integer not null references skills (id),
  primary key (event_id, skill_id)
);

create index idx_event_skills_skill_id on event_skills (skill_id, event_id);

-- Who has a skill, and at which level, from the index alone.
drop index idx_user_skills_skill_id;
create index idx_user_skills_skill_id on user_skills (skill_id, user_id) include (proficiency_level);

-- An imported taxonomy, such as O*NET or ESCO: skills and occupations, what they are called, and how they
-- are related. An import replaces what came from the same source.
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

-- Every name of a concept, by the key that skills have: labels.key = skills.key.
create table taxonomy_labels (
  concept_id integer not null references taxonomy_concepts (id) on delete cascade,
  key text collate "C" not null,
  label text not null,
  primary key (concept_id, key)
);

create index idx_taxonomy_labels_key on taxonomy_labels (key);

-- 'uses', 'essential', 'optional': from an occupation to a skill; 'broader': to a more general concept;
-- 'related': to a similar one.
create table taxonomy_relations (
  from_id integer not null references taxonomy_concepts (id) on delete cascade,
  to_id integer not null references taxonomy_concepts (id) on delete cascade,
  kind text not null check (kind in ('uses', 'essential', 'optional', 'broader', 'related')),
  primary key (from_id, to_id, kind)
);

create index idx_taxonomy_relations_to_id on taxonomy_relations (to_id, kind);
