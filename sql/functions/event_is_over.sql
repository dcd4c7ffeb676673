-- Whether an event is known to have ended (event_end.sql).
create function event_is_over(start_date timestamptz, end_date timestamptz, now timestamptz) returns boolean
language sql immutable parallel safe
return coalesce(event_end(start_date, end_date) <= now, false);
