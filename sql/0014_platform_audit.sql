-- The record of who looked at whom and who did what with more rights than members have. It names people by pseudonyms.

-- HMAC-SHA-256 (RFC 2104) of a user's id, without an extension. The key has at most 64 bytes, the block size of SHA-256.
create function audit_pseudonym(user_id text, key bytea) returns bytea
language sql immutable strict parallel safe
as $$
  select sha256(outer_key || sha256(inner_key || convert_to(user_id, 'UTF8')))
  from (
    select string_agg(set_byte('\x00', 0, get_byte(block, place) # 54), '' order by place) as inner_key,
      string_agg(set_byte('\x00', 0, get_byte(block, place) # 92), '' order by place) as outer_key
    from generate_series(0, 63) as place, (select key || decode(repeat('00', 64 - octet_length(key)), 'hex') as block) as padded
  ) as keys
$$;

-- The key of each person who is in the record. Without their key, nobody can tell which rows are theirs.
create table audit_keys (
  user_id text collate "C" primary key,
  -- 32 bytes, of which 244 bits are random.
  key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  pseudonym bytea not null generated always as (audit_pseudonym(user_id, key)) stored unique
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- The pseudonym of the person who acted; null for an operator with the credentials of the project.
  actor bytea,
  -- What an operator's system calls them, which nobody has verified.
  operator text,
  role text,
  reach text,
  -- A callable, or an operator's command.
  action text not null,
  -- The pseudonyms of the people who were shown or concerned, in no order that tells anything.
  subjects bytea[] not null,
  -- `begun`, before an act; `ok`; or the code of the error (functions/src/platform/errors.ts).
  outcome text not null,
  -- What it was about besides people, such as the id of an event; never contents.
  detail jsonb,
  check ((actor is null) <> (operator is null))
);

create index idx_audit_log_actor on audit_log (actor, id desc);
create index idx_audit_log_subjects on audit_log using gin (subjects);
create index idx_audit_log_at on audit_log (at);
