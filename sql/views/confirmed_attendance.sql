-- Who is known to have been at an event.
create view confirmed_attendance as
select user_id, event_id, attended_at, status
from event_attendance
where live and has_attended(status, attended_at);
