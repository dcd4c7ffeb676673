-- Queues the users whose searchable text may have changed.
create function queue_for_search() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'users' and tg_op = 'INSERT' then
    insert into search_queue (user_id) select id from after_rows where live;
  elsif tg_table_name = 'users' then
    insert into search_queue (user_id) select id from after_rows;
  elsif tg_op = 'INSERT' then
    insert into search_queue (user_id) select distinct user_id from after_rows where live;
  else
    -- A post that is deleted or changes its author is removed from its previous author's text.
    insert into search_queue (user_id)
    select user_id from before_rows where user_id is not null
    union
    select user_id from after_rows where user_id is not null;
  end if;
  return null;
end
$$;

create trigger queue_inserted_for_search after insert on users
referencing new table as after_rows
for each statement execute function queue_for_search();
create trigger queue_updated_for_search after update on users
referencing old table as before_rows new table as after_rows
for each statement execute function queue_for_search();

create trigger queue_inserted_for_search after insert on showcase_posts
referencing new table as after_rows
for each statement execute function queue_for_search();
create trigger queue_updated_for_search after update on showcase_posts
referencing old table as before_rows new table as after_rows
for each statement execute function queue_for_search();

create trigger queue_inserted_for_search after insert on positions
referencing new table as after_rows
for each statement execute function queue_for_search();
create trigger queue_updated_for_search after update on positions
referencing old table as before_rows new table as after_rows
for each statement execute function queue_for_search();
