-- Queues the days of connections that changed, before and after the change, for both users. Two users have one
-- connection, so the days of their other accepted requests may start or cease to count.
create function queue_connections_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id, moment)
    select distinct unnest(array[request.from_user_id, request.to_user_id]), request.created_at
    from after_rows as changed
    join connections as request
      on least(request.from_user_id, request.to_user_id) = least(changed.from_user_id, changed.to_user_id)
      and greatest(request.from_user_id, request.to_user_id) = greatest(changed.from_user_id, changed.to_user_id)
    where changed.status = 'accepted' and request.live and request.status = 'accepted'
      and has_engagement_day(request.created_at);
  else
    insert into engagement_changes (user_id, moment)
    with changed as (
      select state.*
      from before_rows as before join after_rows as after using (id),
        lateral (
          values (before.live, before.status, before.from_user_id, before.to_user_id, before.created_at),
            (after.live, after.status, after.from_user_id, after.to_user_id, after.created_at)
        ) as state (live, status, from_user_id, to_user_id, created_at)
      where (before.live, before.status, before.from_user_id, before.to_user_id, before.created_at)
        is distinct from (after.live, after.status, after.from_user_id, after.to_user_id, after.created_at)
        and state.live and state.status = 'accepted'
    )
    select distinct unnest(array[from_user_id, to_user_id]), created_at
    from (
      select from_user_id, to_user_id, created_at from changed
      union
      select request.from_user_id, request.to_user_id, request.created_at
      from changed
      join connections as request
        on least(request.from_user_id, request.to_user_id) = least(changed.from_user_id, changed.to_user_id)
        and greatest(request.from_user_id, request.to_user_id) = greatest(changed.from_user_id, changed.to_user_id)
      where request.live and request.status = 'accepted'
    ) as counted
    where has_engagement_day(created_at);
  end if;
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on connections
referencing new table as after_rows
for each statement execute function queue_connections_for_engagement();
create trigger queue_updated_for_engagement after update on connections
referencing old table as before_rows new table as after_rows
for each statement execute function queue_connections_for_engagement();
