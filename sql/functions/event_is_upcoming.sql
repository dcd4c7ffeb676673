-- Whether an event has not begun; null if nobody knows (event_end.sql). A condition on the column, which an index can
-- serve.
create function event_is_upcoming(start_date timestamptz, now timestamptz) returns boolean
language sql immutable parallel safe
return start_date > now;
