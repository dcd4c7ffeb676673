-- Checking people in at events.

-- The codes by which people check themselves in, until a few minutes later. Only their hashes are kept
-- (functions/src/events/checkIns/checkInCodes.ts).
create table check_in_codes (
  code_hash text collate "C" primary key,
  event_id text collate "C" not null,
  issued_by text collate "C" not null,
  expires_at timestamptz not null
);

-- Expired codes are deleted when the next one is issued.
create index idx_check_in_codes_expires_at on check_in_codes (expires_at);
