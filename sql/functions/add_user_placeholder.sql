-- Adds a placeholder for a user whose document may not have been synced yet, so that other rows can refer to it.
create function add_user_placeholder(user_id text) returns void
language sql
as $$
  insert into users (id) values (user_id) on conflict (id) do nothing;
$$;
