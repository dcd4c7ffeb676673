-- Who attended or is going to an event: attendance that exists and was not cancelled.
create view current_attendance as
select user_id, event_id, attended_at, status, rating, created_at, version
from event_attendance
where live and status is distinct from 'cancelled';
