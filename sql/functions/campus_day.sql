-- The day of a moment on the campus, whose time zone functions/src/platform/campusTime.ts knows. Sessions have UTC, and
-- what the server has does not matter.
create function campus_day(moment timestamptz, zone text) returns date
language sql immutable parallel safe
return (moment at time zone zone)::date;
