-- Queues the days of connections that changed, before and after the change, for both users.
create function queue_connections_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into engagement_changes (user_id, date)
    select distinct unnest(array[from_user_id, to_user_id]), engagement_day(created_at) from before_rows
    where live and status = 'accepted' and engagement_day(created_at) is not null;
  end if;
  insert into engagement_changes (user_id, date)
  select distinct unnest(array[from_user_id, to_user_id]), engagement_day(created_at) from after_rows
  where live and status = 'accepted' and engagement_day(created_at) is not null;
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on connections
referencing new table as after_rows
for each statement execute function queue_connections_for_engagement();
create trigger queue_updated_for_engagement after update on connections
referencing old table as before_rows new table as after_rows
for each statement execute function queue_connections_for_engagement();
