-- The index of the people search. All of it can be rebuilt from the synchronised tables.

-- Users whose profile, posts or positions changed since they were indexed, one row per change. Without a key on
-- the user, writers never block each other, and the indexer never deletes a change that it has not read.
-- Filled by queue_for_search() and queue_skill_for_search().
create table search_queue (
  id bigint generated always as identity primary key,
  user_id text collate "C" not null
);

-- The vocabulary, with the number of people whose document has the word.
create table search_words (
  id integer generated always as identity primary key,
  word text collate "C" not null unique,
  people bigint not null default 0
);

-- A person's searchable text as ids of search_words in order of occurrence. A negative number starts a passage
-- and identifies its field (functions/src/people/search/searchDocument.ts).
create table search_documents (
  user_id text collate "C" primary key references users (id) on delete cascade,
  words integer[] not null,
  -- The words of the name as they are, stop words included: an exact name is found before anything else.
  name_words text[] collate "C" not null,
  -- Digest of the text that is embedded in search_vectors; null if there is none.
  digest text
);

create index idx_search_documents_words on search_documents using gin (words) with (fastupdate = off);
create index idx_search_documents_name_words on search_documents using gin (name_words) with (fastupdate = off);

-- The embedding of a person's text by this model: 512 numbers, one signed byte each.
create table search_vectors (
  user_id text collate "C" primary key references search_documents (user_id) on delete cascade,
  model text not null,
  digest text not null,
  vector bytea not null
);

-- The signs of those numbers, in a table of their own because a search reads all of them. It is read without
-- parallel workers: a second connection reads the words at the same time, and starting a worker costs as much as
-- it saves.
create table search_signatures (
  user_id text collate "C" primary key references search_vectors (user_id) on delete cascade,
  signature bit(512) not null
) with (parallel_workers = 0);

-- A single row: a counter of the index's changes, and the number of people in it.
create table search_state (
  id boolean primary key default true check (id),
  generation bigint not null,
  people bigint not null
);
