-- Raises an error if the hashes of the ledger were made with another key: under this one, nobody would be found in it.
create function check_erasure_key(fingerprint bytea) returns void
language plpgsql
as $$
begin
  if exists (select from erasure_ledger where key_fingerprint <> fingerprint)
    or exists (select from erasures where began_at is not null) and not exists (select from erasure_ledger)
  then
    raise exception 'ERASURE_KEY is not the key that the ledger of erasures was written with: set the secret to that key'
      using errcode = 'EK001';
  end if;
end
$$;
