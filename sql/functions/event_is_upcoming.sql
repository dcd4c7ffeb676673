-- Whether an event is known not to have begun (event_end.sql).
create function event_is_upcoming(start_date timestamptz, now timestamptz) returns boolean
language sql immutable parallel safe
return coalesce(start_date > now, false);
