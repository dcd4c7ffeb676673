-- Queues the days of connections that changed, before and after the change, for both users. Two users have one
-- connection, so the days of their other accepted requests may start or cease to count.
create function queue_connections_for_engagement() returns trigger language plpgsql as $$
begin
  insert into engagement_changes (user_id, moment)
  select distinct unnest(array[request.from_user_id, request.to_user_id]), request.created_at
  from after_rows as changed
  join connections as request
    on least(request.from_user_id, request.to_user_id) = least(changed.from_user_id, changed.to_user_id)
    and greatest(request.from_user_id, request.to_user_id) = greatest(changed.from_user_id, changed.to_user_id)
  where changed.status = 'accepted' and request.live and request.status = 'accepted'
    and has_engagement_day(request.created_at);
  if tg_op = 'INSERT' then
    return null;
  end if;
  insert into engagement_changes (user_id, moment)
  select distinct unnest(array[from_user_id, to_user_id]), created_at
  from (
    select from_user_id, to_user_id, created_at from before_rows where live and status = 'accepted'
    union
    select request.from_user_id, request.to_user_id, request.created_at
    from before_rows as changed
    join connections as request
      on least(request.from_user_id, request.to_user_id) = least(changed.from_user_id, changed.to_user_id)
      and greatest(request.from_user_id, request.to_user_id) = greatest(changed.from_user_id, changed.to_user_id)
    where changed.live and changed.status = 'accepted' and request.live and request.status = 'accepted'
  ) as counted
  where has_engagement_day(created_at);
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on connections
referencing new table as after_rows
for each statement execute function queue_connections_for_engagement();
create trigger queue_updated_for_engagement after update on connections
referencing old table as before_rows new table as after_rows
for each statement execute function queue_connections_for_engagement();
