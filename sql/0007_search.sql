-- What searching for people stands on, besides the synchronised tables. All of it can be made again from them.

-- People whose profile, posts or positions have changed since they were indexed, once for each change: who only
-- adds rows waits for nobody, and the indexer never takes away a change that it did not see.
create table search_queue (
  id bigint generated always as identity primary key,
  user_id text collate "C" not null
);

create function queue_for_search() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'users' and tg_op = 'INSERT' then
    insert into search_queue (user_id) select id from after_rows where live;
  elsif tg_table_name = 'users' then
    insert into search_queue (user_id) select id from after_rows;
  elsif tg_op = 'INSERT' then
    insert into search_queue (user_id) select distinct user_id from after_rows where live;
  else
    -- A post that is deleted, or has another author, is missing at the one it had.
    insert into search_queue (user_id)
    select user_id from before_rows where user_id is not null
    union
    select user_id from after_rows where user_id is not null;
  end if;
  return null;
end
$$;

create trigger queue_inserted after insert on users
  referencing new table as after_rows for each statement execute function queue_for_search();
create trigger queue_updated after update on users
  referencing old table as before_rows new table as after_rows for each statement execute function queue_for_search();
create trigger queue_inserted after insert on showcase_posts
  referencing new table as after_rows for each statement execute function queue_for_search();
create trigger queue_updated after update on showcase_posts
  referencing old table as before_rows new table as after_rows for each statement execute function queue_for_search();
create trigger queue_inserted after insert on positions
  referencing new table as after_rows for each statement execute function queue_for_search();
create trigger queue_updated after update on positions
  referencing old table as before_rows new table as after_rows for each statement execute function queue_for_search();

insert into search_queue (user_id) select id from users where live;

-- Every word of the campus, and how many people have it in their documents.
create table search_words (
  id integer generated always as identity primary key,
  word text collate "C" not null unique,
  people bigint not null default 0
);

-- What can be found of a person. The words are ids of search_words in their order; a negative number begins
-- a passage and says of which field it is (functions/src/people/search/document.ts).
create table search_documents (
  user_id text collate "C" primary key references users (id) on delete cascade,
  words integer[] not null,
  -- Of the text whose meaning is in search_vectors; null when there is none.
  digest text
);

create index idx_search_documents_words on search_documents using gin (words) with (fastupdate = off);

-- The meaning of a person's text as a direction of 512 numbers, one signed byte each, as this model sees it.
create table search_vectors (
  user_id text collate "C" primary key references search_documents (user_id) on delete cascade,
  model text not null,
  digest text not null,
  vector bytea not null
);

-- The signs of those numbers, in a table of their own, since a search reads all of them.
create table search_signatures (
  user_id text collate "C" primary key references search_vectors (user_id) on delete cascade,
  signature bit(512) not null
);

-- One row: how often the index has changed, and how many people it holds.
create table search_state (
  id boolean primary key default true check (id),
  generation bigint not null,
  people bigint not null
);

-- For each skill, those that people have beside it far more often than chance would have it.
create table skill_neighbours (
  skill_id integer not null references skills (id) on delete cascade,
  neighbour_id integer not null references skills (id) on delete cascade,
  -- From 0 to 1.
  strength real not null,
  primary key (skill_id, neighbour_id)
);
