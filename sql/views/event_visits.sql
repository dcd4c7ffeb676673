-- Who visits an event: those who are known to have been there or, while nobody is, those who are going. What is learnt
-- from attendance reads this; who has joined an event is in current_attendance.
create view event_visits as
select user_id, event_id, attended_at, status
from event_attendance as attendance
where live and (
  has_attended(status, attended_at)
  or status = 'going' and not exists (
    select from event_attendance as attendee
    where attendee.event_id = attendance.event_id
      and attendee.live and has_attended(attendee.status, attendee.attended_at)
  )
);
