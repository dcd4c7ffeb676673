-- When an event is over: at its end or, if it does not say, three hours after it begins. Null if neither is known.
create function event_end(start_date timestamptz, end_date timestamptz) returns timestamptz
language sql immutable parallel safe
return coalesce(end_date, start_date + interval '3 hours');
