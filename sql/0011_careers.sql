-- What the forecast of activity and the career paths stand on. The models themselves are in model_versions.

-- When the document came to be: for an attendance, when somebody first answered. Its last state alone is kept,
-- and attended_at says only when they were there.
alter table event_attendance add column created_at timestamptz;

create index if not exists idx_connections_from_user_id on connections (from_user_id);

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
