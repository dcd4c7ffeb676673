-- Queues users who appeared or disappeared: all of their days change.
create function queue_users_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id) select id from after_rows where live;
  else
    insert into engagement_changes (user_id)
    select id from after_rows join before_rows using (id) where after_rows.live <> before_rows.live;
  end if;
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on users
referencing new table as after_rows
for each statement execute function queue_users_for_engagement();
create trigger queue_updated_for_engagement after update on users
referencing old table as before_rows new table as after_rows
for each statement execute function queue_users_for_engagement();
