-- How active everybody is, day by day, and the runs of the scheduled jobs.

-- The day (UTC) that a time belongs to; null for one that can only be a mistake. What a point of 2035 counts,
-- a point of another day counts twice or half for every half-life: outside these years that is no double any more.
create function engagement_day(moment timestamptz) returns date
language sql immutable parallel safe
return case
  when moment >= '2000-01-01T00:00:00Z' and moment < '2074-01-01T00:00:00Z' then (moment at time zone 'UTC')::date
end;

-- Whether somebody was at an event. Who has said to come has not come yet.
create function has_attended(status text, attended_at timestamptz) returns boolean
language sql immutable parallel safe
return coalesce(status = 'attended', attended_at is not null);

-- Standings that differ by less than a sixteenth of a doubling (4 %) are the same level, and share a score. It
-- is rounded, not cut: between the levels, where the last bit decides, lie no sums that are common.
create function engagement_level(decayed_points double precision) returns integer
language sql immutable parallel safe
return round(16 * ln(decayed_points) / 0.6931471805599453)::integer;

-- One row for each person and day on which something happened. On the days up to counts_until nothing happened,
-- and the person stands as on this one: what they have is halved as everybody's is, so their level stays. After
-- it, or if it lies before the date, they are not active, and their score is 0. So the standing of a person on
-- any day is that of the row with date <= day and counts_until >= day, and the score is that of its level in
-- engagement_levels on the day; see functions/src/engagement/score.
create table user_engagement_metrics (
  user_id text collate "C" not null references users (id),
  date date not null,
  posts_created integer not null default 0,
  events_attended integer not null default 0,
  profile_views integer not null default 0,
  connections_made integer not null default 0,
  -- At the end of that day, from 0 to 100.
  engagement_score double precision not null default 0,
  points integer not null,
  -- The last day up to this one on which they did something themselves.
  last_acted date,
  counts_until date not null,
  -- The points of this day and all before, each times 2^(days since 2035-01-01 / half-life).
  decayed_points double precision not null check (decayed_points > 0),
  primary key (user_id, date)
);

create index idx_user_engagement_metrics_date on user_engagement_metrics (date);

-- How many active people have each level at the end of each day, how many have a lower one, and how many are
-- active.
create table engagement_levels (
  date date not null,
  level integer not null,
  people integer not null,
  below integer not null,
  active integer not null,
  primary key (date, level)
);

-- One row: the last day that is computed, and when it was.
create table engagement_refresh (
  id boolean primary key default true check (id),
  computed_through date not null,
  refreshed_at timestamptz not null
);

-- Who has looked at whose profile, kept for some days so that each counts once a day; and how many on each day.
create table profile_views (
  user_id text collate "C" not null references users (id),
  date date not null,
  viewer_id text collate "C" not null,
  primary key (date, user_id, viewer_id)
);

create table profile_view_counts (
  user_id text collate "C" not null references users (id),
  date date not null,
  views integer not null,
  primary key (user_id, date)
);

-- What has to be computed again. Whoever writes rows adds to it in the same transaction; it has no key, so that
-- writers do not wait for each other. One of:
--   user, date   that person's day
--   user         all of that person's days
--   user, event  that person's day on which the event begins
--   event, date  that day, for everybody who was at the event some time
create table engagement_changes (
  user_id text collate "C",
  event_id text collate "C",
  date date,
  check (user_id is not null or event_id is not null)
);

create function note_users() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id) select id from after where live;
  else
    insert into engagement_changes (user_id)
    select id from after join before using (id) where after.live <> before.live;
  end if;
  return null;
end $$;

create function note_posts() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into engagement_changes (user_id, date)
    select distinct user_id, engagement_day(created_at) from before
    where live and engagement_day(created_at) is not null;
  end if;
  insert into engagement_changes (user_id, date)
  select distinct user_id, engagement_day(created_at) from after
  where live and engagement_day(created_at) is not null;
  return null;
end $$;

create function note_attendance() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into engagement_changes (user_id, event_id, date)
    select distinct user_id, case when engagement_day(attended_at) is null then event_id end, engagement_day(attended_at)
    from before
    where live and has_attended(status, attended_at);
  end if;
  insert into engagement_changes (user_id, event_id, date)
  select distinct user_id, case when engagement_day(attended_at) is null then event_id end, engagement_day(attended_at)
  from after
  where live and has_attended(status, attended_at);
  return null;
end $$;

create function note_connections() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into engagement_changes (user_id, date)
    select distinct unnest(array[from_user_id, to_user_id]), engagement_day(created_at) from before
    where live and status = 'accepted' and engagement_day(created_at) is not null;
  end if;
  insert into engagement_changes (user_id, date)
  select distinct unnest(array[from_user_id, to_user_id]), engagement_day(created_at) from after
  where live and status = 'accepted' and engagement_day(created_at) is not null;
  return null;
end $$;

create function note_events() returns trigger language plpgsql as $$
begin
  insert into engagement_changes (event_id, date)
  select id, engagement_day(moment)
  from before join after using (id), unnest(array[before.start_date, after.start_date]) as moment
  where before.start_date is distinct from after.start_date and engagement_day(moment) is not null;
  return null;
end $$;

create trigger note_insert after insert on users
referencing new table as after for each statement execute function note_users();
create trigger note_update after update on users
referencing old table as before new table as after for each statement execute function note_users();
create trigger note_insert after insert on showcase_posts
referencing new table as after for each statement execute function note_posts();
create trigger note_update after update on showcase_posts
referencing old table as before new table as after for each statement execute function note_posts();
create trigger note_insert after insert on event_attendance
referencing new table as after for each statement execute function note_attendance();
create trigger note_update after update on event_attendance
referencing old table as before new table as after for each statement execute function note_attendance();
create trigger note_insert after insert on connections
referencing new table as after for each statement execute function note_connections();
create trigger note_update after update on connections
referencing old table as before new table as after for each statement execute function note_connections();
create trigger note_update after update on events
referencing old table as before new table as after for each statement execute function note_events();

-- What somebody did on a day.
create index idx_showcase_posts_user_id_day on showcase_posts (user_id, engagement_day(created_at));
create index idx_event_attendance_user_id_day on event_attendance (user_id, engagement_day(attended_at))
where has_attended(status, attended_at);
create index idx_event_attendance_undated on event_attendance (user_id)
where status = 'attended' and engagement_day(attended_at) is null;

-- What is there already is computed by the first run.
insert into engagement_changes (user_id) select id from users where live;

-- One row for each run of a scheduled job.
create table job_runs (
  id bigint generated always as identity primary key,
  job text not null,
  started_at timestamptz not null,
  -- Null while it is going on, or when it was killed and nobody has noticed yet.
  finished_at timestamptz,
  -- How many rows it wrote, or looked at, as the job says; null when it did nothing.
  rows bigint,
  outcome text not null check (outcome in ('running', 'succeeded', 'failed', 'killed', 'skipped')),
  -- What kind of error made it fail; never what the error says, which may quote a row.
  error text
);

create index idx_job_runs_job on job_runs (job, id desc);
