-- Queues the users whose searchable text may have changed, and those who hide from search or no longer do. A document that is written again, as with a new `lastSeen`
-- or another like, does not change it.
create function queue_for_search() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'users' and tg_op = 'INSERT' then
    insert into search_queue (user_id) select id from after_rows where live;
  elsif tg_table_name = 'users' then
    insert into search_queue (user_id)
    select id
    from before_rows as before join after_rows as after using (id)
    where (
      before.live, before.visible_in_search, before.name, before.department, before.bio, before.firebase_data -> 'skills'
    ) is distinct from (
      after.live, after.visible_in_search, after.name, after.department, after.bio, after.firebase_data -> 'skills'
    );
  elsif tg_op = 'INSERT' then
    insert into search_queue (user_id) select distinct user_id from after_rows where live;
  elsif tg_table_name = 'positions' then
    insert into search_queue (user_id)
    select distinct user_id
    from before_rows as before join after_rows as after using (user_id, id)
    where (before.live, before.title, before.organisation, before.industry, before.start_date)
      is distinct from (after.live, after.title, after.organisation, after.industry, after.start_date);
  else
    -- A post that is deleted or changes its author is removed from its previous author's text.
    insert into search_queue (user_id)
    select distinct author
    from before_rows as before join after_rows as after using (id), unnest(array[before.user_id, after.user_id]) as author
    where author is not null
      and (before.live, before.user_id, before.content, before.category, before.skills, before.created_at)
        is distinct from (after.live, after.user_id, after.content, after.category, after.skills, after.created_at);
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
