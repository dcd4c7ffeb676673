-- Engagement: how active everyone is, day by day.

-- Whether the day of a moment counts: outside these years it can only be a mistake. Points are weighted by 2^(days
-- since 2035-01-01 / half-life), which would exceed the range of a double.
create function has_engagement_day(moment timestamptz) returns boolean
language sql immutable parallel safe
return coalesce(moment >= '2000-01-01T00:00:00Z' and moment < '2074-01-01T00:00:00Z', false);

-- Whether the user was at the event: known, if they were checked in, or claimed. Saying that they will come does not count.
create function has_attended(status text, attended_at timestamptz) returns boolean
language sql immutable parallel safe
return coalesce(status = 'attended', attended_at is not null);

-- What a user did on a given day. Days depend on the time zone of the campus, so the indexes are on the moments.
create index idx_showcase_posts_user_id_created_at on showcase_posts (user_id, created_at);
create index idx_event_attendance_user_id_attended_at on event_attendance (user_id, attended_at)
where has_attended(status, attended_at);
-- Whether anybody was at an event, and whether anybody is known to have been there (event_visits).
create index idx_event_attendance_attended on event_attendance (event_id)
where live and has_attended(status, attended_at);
create index idx_event_attendance_checked_in on event_attendance (event_id)
where live and checked_in;
create index idx_event_attendance_undated on event_attendance (user_id)
where status = 'attended' and not has_engagement_day(attended_at);

-- One row per user and day on which something happened. Nothing happens on the days after it up to `valid_until`:
-- all points decay at the same rate, so the user's level does not change. After `valid_until`, or when it lies
-- before `date`, the user is inactive and scores 0. A user's level on a day is therefore that of the row with
-- date <= day and valid_until >= day, and their score is that level's in engagement_levels on the day
-- (functions/src/engagement/score).
create table user_engagement_metrics (
  user_id text collate "C" not null references users (id),
  date date not null,
  posts_created integer not null default 0,
  events_attended integer not null default 0,
  profile_views integer not null default 0,
  connections_made integer not null default 0,
  -- At the end of the day, from 0 to 100.
  engagement_score double precision not null default 0,
  points integer not null,
  -- The last day up to this one on which the user did something themselves.
  last_action_date date,
  valid_until date not null,
  -- Sum of the points of this and all earlier days, each weighted by 2^(days since 2035-01-01 / half-life).
  decayed_points double precision not null check (decayed_points > 0),
  primary key (user_id, date)
);

create index idx_user_engagement_metrics_date on user_engagement_metrics (date);

-- For each level at the end of each day: how many active users have it, how many have a lower one, and how many
-- are active at all.
create table engagement_levels (
  date date not null,
  level integer not null,
  people integer not null,
  below integer not null,
  active integer not null,
  primary key (date, level)
);

-- A single row: the last day that was computed, when, and in which time zone days were days.
create table engagement_refresh (
  id boolean primary key default true check (id),
  computed_through date not null,
  refreshed_at timestamptz not null,
  time_zone text not null
);

-- Who viewed whose profile, kept for a few days so that each viewer counts once a day.
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

-- What must be recomputed, added in the same transaction that changes the rows (queue_*_for_engagement()).
-- Without a key, writers never block each other. One of:
--   user, moment   that user's day with this moment
--   user           all of that user's days
--   user, event    that user's day on which the event starts
--   event, moment  the day with this moment, for everyone who attended the event without a date of their own
create table engagement_changes (
  user_id text collate "C",
  event_id text collate "C",
  moment timestamptz,
  check (user_id is not null or event_id is not null)
);
