-- Adds a placeholder for a user whose document may not have been synced yet, so that other rows can refer to it, unless they
-- were erased: then it returns false. `person` is the hash of their id (functions/src/platform/erasure/keyedHash.ts).
create function add_user_placeholder(user_id text, person bytea, fingerprint bytea) returns boolean
language plpgsql
as $$
begin
  if is_erased(person, fingerprint) then
    return false;
  end if;
  insert into users (id) values (user_id) on conflict (id) do nothing;
  return true;
end
$$;
