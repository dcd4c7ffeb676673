-- Who attended or is going to an event. A status that nobody knows is neither, unless the person was there.
create view current_attendance as
select user_id, event_id, attended_at, status, checked_in, rating, created_at, version
from event_attendance
where live and (status = 'going' or has_attended(status, attended_at));
