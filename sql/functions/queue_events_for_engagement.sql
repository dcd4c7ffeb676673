-- Queues the former and the new first day of events that were moved, for everyone without a date of their own.
create function queue_events_for_engagement() returns trigger language plpgsql as $$
begin
  insert into engagement_changes (event_id, moment)
  select id, moment
  from before_rows
  join after_rows using (id),
    unnest(array[before_rows.start_date, after_rows.start_date]) as moment
  where before_rows.start_date is distinct from after_rows.start_date and has_engagement_day(moment);
  return null;
end
$$;

create trigger queue_updated_for_engagement after update on events
referencing old table as before_rows new table as after_rows
for each statement execute function queue_events_for_engagement();
