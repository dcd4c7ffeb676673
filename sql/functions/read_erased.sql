-- What the writer has to know of the ledger of erasures before it writes, in one round trip: it opens the ledger for the
-- transaction and returns
--   generation  of the ledger; null before the first erasure
--   people      the hashes of all whose erasure has begun, as hex; null if the generation is the known one
--   named       `{uid, emails, names}` of those that are still looked for; null likewise. Names that somebody else has,
--               too, are left out
--   tombstones  versions by the hashes of these documents, as hex, if they have a hashed tombstone
create function read_erased(fingerprint bytea, known_generation uuid, documents bytea[]) returns jsonb
language plpgsql
as $$
declare
  current_generation uuid;
  tombstones jsonb;
begin
  perform read_erasure_ledger(fingerprint);
  select generation into current_generation from erasure_ledger;
  select coalesce(jsonb_object_agg(encode(document, 'hex'), version), '{}') into tombstones
  from hashed_tombstones where document = any (documents);
  if current_generation is not distinct from known_generation then
    return jsonb_build_object('generation', current_generation, 'tombstones', tombstones);
  end if;
  return jsonb_build_object(
    'generation', current_generation,
    'tombstones', tombstones,
    'people', (
      select coalesce(jsonb_agg(encode(person, 'hex')), '[]') from erasures where began_at is not null
    ),
    'named', (
      select coalesce(
        jsonb_agg(jsonb_build_object('uid', user_id, 'emails', identifiers -> 'emails', 'names', to_jsonb(array(
          select name
          from jsonb_array_elements_text(identifiers -> 'names') as name
          where lower(name) not in (
            select lower(users.name) from users
            where live and name is not null
              and not exists (select from erasures as other where other.user_id = users.id and other.began_at is not null)
          )
        )))),
        '[]'
      )
      from erasures where began_at is not null and user_id is not null
    )
  );
end
$$;
