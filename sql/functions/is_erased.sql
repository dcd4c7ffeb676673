-- Whether the erasure of a person has begun, by the hash of their id; if not, none begins before the transaction ends.
create function is_erased(person bytea, fingerprint bytea) returns boolean
language plpgsql
as $$
begin
  perform read_erasure_ledger(fingerprint);
  return exists (
    select from erasures where erasures.person = is_erased.person and began_at is not null
  );
end
$$;
