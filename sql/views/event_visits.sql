-- Who visits an event: those who are known to have been there; while nobody is, those who are said to have been there;
-- and while nobody is either, those who are going. What is learnt from attendance reads this; who has joined an event is
-- in current_attendance.
create view event_visits as
select user_id, event_id, attended_at, status, checked_in
from event_attendance as attendance
where live and case
  when checked_in then true
  when has_attended(status, attended_at) then not exists (
    select from event_attendance as attendee
    where attendee.event_id = attendance.event_id and attendee.live and attendee.checked_in
  )
  when status = 'going' then not exists (
    select from event_attendance as attendee
    where attendee.event_id = attendance.event_id
      and attendee.live and has_attended(attendee.status, attendee.attended_at)
  )
end;
