-- Queues the days of posts that changed, before and after the change. Another like changes no day.
create function queue_posts_for_engagement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into engagement_changes (user_id, moment)
    select distinct user_id, created_at from after_rows
    where live and has_engagement_day(created_at);
  else
    insert into engagement_changes (user_id, moment)
    select distinct state.user_id, state.created_at
    from before_rows as before join after_rows as after using (id),
      lateral (
        values (before.live, before.user_id, before.created_at), (after.live, after.user_id, after.created_at)
      ) as state (live, user_id, created_at)
    where (before.live, before.user_id, before.created_at) is distinct from (after.live, after.user_id, after.created_at)
      and state.live and has_engagement_day(state.created_at);
  end if;
  return null;
end
$$;

create trigger queue_inserted_for_engagement after insert on showcase_posts
referencing new table as after_rows
for each statement execute function queue_posts_for_engagement();
create trigger queue_updated_for_engagement after update on showcase_posts
referencing old table as before_rows new table as after_rows
for each statement execute function queue_posts_for_engagement();
