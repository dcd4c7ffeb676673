-- What departments and categories are called.

-- The name of every label in use, decided every night: the spelling that most people use. label_name() reads it.
create table labels (
  kind text not null check (kind in ('department', 'event category', 'post category')),
  -- Spellings with the same key are one label (functions/src/platform/documents/labels.ts).
  key text collate "C" not null,
  name text not null,
  primary key (kind, key)
);
