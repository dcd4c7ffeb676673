-- Lets the writer know that the ledger of erasures has changed.
create function renew_erasure_generation() returns trigger
language plpgsql
as $$
begin
  update erasure_ledger set generation = gen_random_uuid();
  return null;
end
$$;

create trigger renew_erasure_generation after insert or update or delete on erasures
for each statement execute function renew_erasure_generation();
