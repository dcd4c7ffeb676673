-- Adds a row to the audit log, and a key for everybody in it who has none: in one statement, so that it needs no
-- transaction of its caller's. A concurrent insert of the same keys is waited for, and seen by the second statement.
--
-- A call that has not succeeded may name anybody: it makes keys only for people who exist. Nobody who was erased gets a key
-- again: each mention has a pseudonym of its own, which nobody can be found by. `people` has the hashes of the actor and
-- of the subjects, in this order (functions/src/platform/erasure/keyedHash.ts).
create function record_act(
  actor_id text, operator_name text, role text, reach text, action text, subject_ids text[], outcome text, detail jsonb,
  people bytea[], fingerprint bytea
) returns void
language plpgsql
as $$
declare
  added_ids text[] collate "C";
  added_pseudonyms bytea[];
  erased_ids text[] collate "C";
begin
  perform read_erasure_ledger(fingerprint);
  select coalesce(array_agg(id), '{}') into erased_ids
  from unnest(actor_id || subject_ids, people) as named (id, hash)
  where exists (select from erasures where person = hash and began_at is not null);

  with added as (
    insert into audit_keys (user_id)
    select id
    from (select actor_id as id union select unnest(subject_ids)) as person
    where id is not null and id <> all (erased_ids)
      and (
        id = actor_id or record_act.outcome = 'ok' or operator_name is not null
        or exists (select from users where users.id = person.id and live)
      )
    -- In one order, so that calls about the same people cannot deadlock.
    order by id collate "C"
    on conflict (user_id) do nothing
    returning user_id, pseudonym
  )
  select coalesce(array_agg(user_id), '{}'), coalesce(array_agg(pseudonym), '{}') into added_ids, added_pseudonyms from added;

  with named as (
    select * from unnest(added_ids, added_pseudonyms) as added (user_id, pseudonym)
    union all
    -- With strict isolation, a key that has just been deleted is still seen beside the new one.
    select user_id, pseudonym from audit_keys
    where user_id = any (subject_ids || actor_id) and user_id <> all (added_ids || erased_ids)
    union all
    select id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    from (select distinct unnest(erased_ids)) as erased (id)
  )
  insert into audit_log (actor, operator, role, reach, action, subjects, outcome, detail)
  values (
    (select pseudonym from named where user_id = actor_id), operator_name, role, reach, action,
    array(select pseudonym from named where user_id = any (subject_ids) order by pseudonym),
    outcome, detail
  );
end
$$;
