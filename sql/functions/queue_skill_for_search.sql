-- Queues the users whose searchable text names a skill, because the skill's name or links changed.
create function queue_skill_for_search(changed_skill_id integer) returns void
language sql
as $$
  insert into search_queue (user_id)
  select user_id from user_skills where skill_id = changed_skill_id
  union
  select user_id from post_skills where skill_id = changed_skill_id;
$$;
