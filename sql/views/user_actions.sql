-- What users did and when, as far as the current documents still say so. Posting, attending and connecting are
-- activity: the same acts on the same days as in user_engagement_metrics (functions/src/engagement/score). Joining,
-- asking to connect and declining are answers that show interest or the lack of it. What nobody knows the time of is
-- left out. Attendance is known if the user was checked in.
create view user_actions as
select user_id, act.at, act.kind, act.kind = 'attended' and checked_in as checked_in
from event_attendance as attendance
left join events on events.id = event_id
cross join lateral (
  select case
    when not has_attended(status, attended_at) then null
    when has_engagement_day(attended_at) then attended_at
    when status = 'attended' and has_engagement_day(start_date) then start_date
  end as at
) as visit
cross join lateral (
  values
    -- Joining and attending within a day is one act.
    (case when visit.at is null or visit.at - attendance.created_at >= interval '1 day' then attendance.created_at end,
      case when status = 'cancelled' then 'declined' when status = 'going' or visit.at is not null then 'joined' end),
    (visit.at, 'attended')
) as act (at, kind)
where attendance.live and act.at is not null and act.kind is not null
union all
select user_id, created_at, 'posted', false from showcase_posts where live and has_engagement_day(created_at)
union all
select from_user_id, created_at, 'requested', false from connection_requests
union all
select from_user_id, created_at, 'connected', false
from accepted_connections
where has_engagement_day(created_at)
union all
select to_user_id, created_at, 'connected', false
from accepted_connections
where has_engagement_day(created_at);
