-- Queues users who appeared or disappeared: all of their days change, and those of their connections. Nobody is
-- connected to a user who is inserted, because connections insert their users themselves.
create function queue_users_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id) select id from after_rows where live;
  else
    insert into engagement_changes (user_id)
    select id from after_rows join before_rows using (id) where after_rows.live <> before_rows.live;
    insert into engagement_changes (user_id, moment)
    select distinct other_id, connection.created_at
    from after_rows
    join before_rows using (id)
    cross join lateral (
      select to_user_id as other_id, status, live, created_at from connections where from_user_id = after_rows.id
      union all
      select from_user_id, status, live, created_at from connections where to_user_id = after_rows.id
    ) as connection
    where after_rows.live <> before_rows.live and connection.live and connection.status = 'accepted'
      and has_engagement_day(connection.created_at);
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
