-- When an event ends, or three hours after it begins if it does not say. Null if neither is known.
--
-- An event is upcoming until it begins, running until it ends, and over from then on: event_is_upcoming(),
-- event_is_over(), and in TypeScript eventTimes.ts. One without known times is none of these.
create function event_end(start_date timestamptz, end_date timestamptz) returns timestamptz
language sql immutable parallel safe
return coalesce(end_date, start_date + interval '3 hours');
