-- Queues the days of attendance that changed, before and after the change. Without a date of its own, attendance
-- counts on the day the event starts.
create function queue_attendance_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id, event_id, moment)
    select distinct user_id, case when not has_engagement_day(attended_at) then event_id end,
      case when has_engagement_day(attended_at) then attended_at end
    from after_rows
    where live and has_attended(status, attended_at);
  else
    insert into engagement_changes (user_id, event_id, moment)
    select distinct user_id, case when not has_engagement_day(state.attended_at) then event_id end,
      case when has_engagement_day(state.attended_at) then state.attended_at end
    from before_rows as before join after_rows as after using (user_id, event_id),
      lateral (
        values (before.live, before.status, before.attended_at), (after.live, after.status, after.attended_at)
      ) as state (live, status, attended_at)
    where (before.live, before.status, before.attended_at) is distinct from (after.live, after.status, after.attended_at)
      and state.live and has_attended(state.status, state.attended_at);
  end if;
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on event_attendance
referencing new table as after_rows
for each statement execute function queue_attendance_for_engagement();
create trigger queue_updated_for_engagement after update on event_attendance
referencing old table as before_rows new table as after_rows
for each statement execute function queue_attendance_for_engagement();
