-- What insights are read from. refreshInsights counts all of it, every night; nothing here is written when
-- somebody asks. Skills and events are referred to by id alone: who reads joins them, and so leaves out what
-- was merged or deleted since.

-- The calendar months (UTC) that were counted, and when. A closed one is never counted again by itself, so that
-- nobody learns from two answers what a single person has changed between them.
create table insight_months (
  month date primary key,
  counted_at timestamptz not null,
  closed boolean not null
);

-- How many people did something in a month, or had it at the end.
create table insight_people (
  month date not null,
  -- 'member' (has an account), 'active', 'posted', 'attended', 'connected', 'used-skill' (in a post, or by going
  -- to an event about it) and 'has-skill' (on the profile).
  measure text not null,
  -- People of this department; null for the whole campus, people without a department included.
  department text,
  -- The skill, in the measures about skills; null there for any skill.
  skill_id integer,
  -- People who joined in this month; null for all.
  cohort date,
  people bigint not null,
  -- Whether somebody who is no administrator may see it: functions/src/insights/disclosure says which.
  shown boolean not null
);

create unique index insight_people_key
  on insight_people (department, measure, month, skill_id, cohort) nulls not distinct;

-- What became of the invitations to an event, and how many of its visitors came again. Visitors are those who
-- attended; of an event at which nobody was seen yet, those who have not cancelled.
create table event_insights (
  event_id text collate "C" primary key,
  answered bigint not null,
  going bigint not null,
  attended bigint not null,
  visitors bigint not null,
  -- Visitors who had been at an earlier event of the same category.
  returning_visitors bigint not null
);

create table event_departments (
  event_id text collate "C" not null,
  department text not null,
  people bigint not null,
  shown boolean not null,
  primary key (event_id, department)
);

create index idx_event_departments_department on event_departments (department, people desc);

-- The skills that most visitors have on their profiles: five at least.
create table event_visitor_skills (
  event_id text collate "C" not null,
  skill_id integer not null,
  people bigint not null,
  primary key (event_id, skill_id)
);

-- Events that share visitors, and skills that share people, more than chance would have it; from both sides. The
-- lower end of the lift's confidence interval is what they are ranked by.
create table event_pairs (
  event_id text collate "C" not null,
  other_id text collate "C" not null,
  people bigint not null,
  low double precision not null,
  primary key (event_id, other_id)
);

create table skill_pairs (
  skill_id integer not null,
  other_id integer not null,
  people bigint not null,
  low double precision not null,
  primary key (skill_id, other_id)
);

-- How many people have each of the skills that are in pairs.
create table skill_pair_people (
  skill_id integer primary key,
  people bigint not null
);

-- One row: when all this was counted, and how many people visited any event.
create table insight_refresh (
  id boolean primary key default true check (id),
  refreshed_at timestamptz not null,
  visitors bigint not null,
  -- People with any skill, when the pairs of skills were counted.
  skilled bigint not null,
  skills_counted_at timestamptz not null
);

-- The weekly reports, each with the Monday that its week began with.
create table platform_reports (
  week date primary key,
  made_at timestamptz not null,
  report jsonb not null
);
