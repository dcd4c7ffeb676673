-- What insights read. refreshInsights counts all of it every night; callables only read. Skills and events are
-- referred to by id without a foreign key: readers join them, which leaves out those merged or deleted since.
--
-- Everything is counted twice. Rows that are `exact` count everybody, and only administrators see them; the others, which
-- everybody else sees, count only those whose account is established (views/established_people.sql), so that nobody
-- learns about one person by adding accounts to their group.

-- The calendar months of the campus that were counted, and when. A closed month is not counted again, so that nobody can
-- learn from two answers what a single person changed in between.
create table insight_months (
  month date primary key,
  counted_at timestamptz not null,
  closed boolean not null
);

-- How many people did something in a month, or had something at its end.
create table insight_people (
  exact boolean not null,
  month date not null,
  -- 'member' (has an account), 'active', 'posted', 'attended', 'checked-in' (known to have attended), 'connected',
  -- 'used-skill' (in a post, or at an event about it) or 'has-skill' (on the profile).
  measure text not null,
  -- Only people of this department; null for the whole campus, including people without a department.
  department_key text collate "C",
  -- The skill, for the measures about skills; null there means any skill.
  skill_id integer,
  -- Only people who joined in this month; null for all.
  cohort date,
  people bigint not null,
  -- Whether viewers who are not administrators may see it (functions/src/insights/disclosure).
  shown boolean not null
);

create unique index insight_people_key
  on insight_people (department_key, measure, month, skill_id, cohort, exact) nulls not distinct;

-- Responses to an event, its visitors (event_visits), and how many of them had come before.
create table event_insights (
  exact boolean not null,
  event_id text collate "C" not null,
  answered bigint not null,
  going bigint not null,
  attended bigint not null,
  -- Of those who attended, who is known to have been there.
  checked_in bigint not null,
  visitors bigint not null,
  -- Visitors who had been to an earlier event of the same category.
  returning_visitors bigint not null,
  primary key (event_id, exact)
);

create table event_departments (
  exact boolean not null,
  event_id text collate "C" not null,
  department_key text collate "C" not null,
  people bigint not null,
  shown boolean not null,
  primary key (event_id, department_key, exact)
);

create index idx_event_departments_department on event_departments (department_key, exact, people desc);

-- The most common skills on the visitors' profiles, each held by at least five visitors.
create table event_visitor_skills (
  exact boolean not null,
  event_id text collate "C" not null,
  skill_id integer not null,
  people bigint not null,
  primary key (event_id, skill_id, exact)
);

-- Pairs of events with common visitors, and of skills held by the same people, more often than chance predicts: for
-- each the pairs with the highest lower bound of the lift, in both directions. Lift is computed when it is read, from
-- counts as the viewer may see them.
create table event_pairs (
  exact boolean not null,
  event_id text collate "C" not null,
  other_id text collate "C" not null,
  people bigint not null,
  primary key (event_id, other_id, exact)
);

create table skill_pairs (
  exact boolean not null,
  skill_id integer not null,
  other_id integer not null,
  people bigint not null,
  primary key (skill_id, other_id, exact)
);

-- How many people have each skill that occurs in skill_pairs.
create table skill_pair_people (
  exact boolean not null,
  skill_id integer not null,
  people bigint not null,
  primary key (skill_id, exact)
);

-- When all of this was counted, how many people visited any event, and how many had any skill when the pairs of skills
-- were last counted.
create table insight_refresh (
  exact boolean primary key,
  refreshed_at timestamptz not null,
  visitors bigint not null,
  people_with_skills bigint not null
);

-- The weekly reports, by the Monday their week starts on.
create table platform_reports (
  week date primary key,
  made_at timestamptz not null,
  report jsonb not null
);
