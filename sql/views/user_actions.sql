-- What users did and when, as far as the current documents still say so. Withdrawing from an event is not an action
-- but a signal.
create view user_actions as
select user_id, least(created_at, attended_at) as at,
  case when status = 'cancelled' then 'declined' else 'joined' end as kind
from event_attendance
where live and least(created_at, attended_at) is not null
union all
-- Attending is a second action when it happens on another day than joining.
select user_id, attended_at, 'attended'
from current_attendance
where attended_at - created_at >= interval '1 day'
union all
select user_id, created_at, 'posted' from showcase_posts where live and created_at is not null
union all
select from_user_id, created_at, 'connected' from connections where live and created_at is not null;
