-- Keeps the audit log append-only for everybody: rows do not change, and go only when they are 400 days old. Keys do not
-- change either; they go with the person.
create function keep_audit_log() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '400 days' then
      return old;
    end if;
  end if;
  raise exception 'the audit log is append-only, and kept for 400 days' using errcode = 'insufficient_privilege';
end
$$;

create trigger keep_audit_log before update or delete on audit_log
for each row execute function keep_audit_log();

create trigger keep_audit_keys before update on audit_keys
for each row execute function keep_audit_log();
