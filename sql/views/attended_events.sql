-- Who was at an event: known if they were checked in, otherwise claimed, as by an import.
create view attended_events as
select user_id, event_id, attended_at, status, checked_in
from event_attendance
where live and has_attended(status, attended_at);
