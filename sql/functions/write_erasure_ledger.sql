-- Opens the ledger of erasures for the transaction that changes whom rows may be about: it waits for every transaction
-- that reads the ledger, and those that read it afterwards see the change.
create function write_erasure_ledger(fingerprint bytea) returns void
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(720575952, hashtext(''));
  insert into erasure_ledger (key_fingerprint) values (fingerprint) on conflict do nothing;
  perform check_erasure_key(fingerprint);
end
$$;
