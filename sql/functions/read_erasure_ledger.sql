-- Opens the ledger of erasures for a transaction that writes rows about people: until it ends, no erasure begins. Each
-- later statement sees all that have begun, under `read committed`; so does each later statement of a volatile function.
create function read_erasure_ledger(fingerprint bytea) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock_shared(720575952, hashtext(''));
  perform check_erasure_key(fingerprint);
end
$$;
