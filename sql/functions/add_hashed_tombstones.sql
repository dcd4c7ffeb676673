-- Says of documents that they are deleted, by the hashes of their paths; a later deletion counts. The ledger of erasures
-- must be open for writing.
create function add_hashed_tombstones(documents bytea[], deleted_version bigint) returns void
language sql
as $$
  insert into hashed_tombstones as existing (document, version)
  select document, deleted_version from unnest(documents) as document
  on conflict (document) do update set version = greatest(existing.version, excluded.version)
$$;
