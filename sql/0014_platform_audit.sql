-- The record of who looked at whom and who did what with more rights than members have. It names people by pseudonyms.

-- HMAC-SHA-256 (RFC 2104) of a user's id, without an extension. The key has 32 bytes, which are padded with zeros to the
-- block of 64 and combined with bytes 0x36 and 0x5c, eight at a time.
create function audit_pseudonym(user_id text, key bytea) returns bytea
language sql immutable strict parallel safe
as $$
  select sha256(
    int8send(a # 6655295901103053916) || int8send(b # 6655295901103053916)
      || int8send(c # 6655295901103053916) || int8send(d # 6655295901103053916) || decode(repeat('5c', 32), 'hex')
      || sha256(
        int8send(a # 3906369333256140342) || int8send(b # 3906369333256140342)
          || int8send(c # 3906369333256140342) || int8send(d # 3906369333256140342) || decode(repeat('36', 32), 'hex')
          || convert_to(user_id, 'UTF8')
      )
  )
  from (
    select ('x' || substr(hex, 1, 16))::bit(64)::bigint as a, ('x' || substr(hex, 17, 16))::bit(64)::bigint as b,
      ('x' || substr(hex, 33, 16))::bit(64)::bigint as c, ('x' || substr(hex, 49, 16))::bit(64)::bigint as d
    from (select encode(key, 'hex') as hex) as text
  ) as parts
$$;

-- The key of each person who is in the record. Without their key, nobody can tell which rows are theirs.
create table audit_keys (
  user_id text collate "C" primary key,
  -- 244 bits of it are random.
  key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) check (octet_length(key) = 32),
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
