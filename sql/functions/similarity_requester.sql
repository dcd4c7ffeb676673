-- The user who asks for similar people, with the traits that others may share. No row if there is no such user.
--
-- A function, like most_similar(), because Postgres plans its queries once per connection: planning them took
-- longer than running them. It keeps no session state, so it works through a transaction-mode pooler.
create function similarity_requester(requester_id text) returns table (
  department_key text,
  -- Number of users, as of the last refresh.
  population float8,
  -- When the matching statistics were computed; null for never.
  refreshed_at timestamptz,
  has_embedding boolean,
  skills json,
  interests json,
  events json
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select requester.department_key,
    coalesce(refresh.population, (select count(*) from users where live))::float8,
    refresh.refreshed_at,
    exists (select from attendance_embeddings where user_id = requester_id),
    (
      select json_agg(json_build_object(
        'id', skill_id::text, 'name', skill.name, 'level', proficiency_level, 'people', people
      ))
      from user_skills
      join skills as skill on skill.id = skill_id
      where user_id = requester_id
    ),
    (
      select json_agg(distinct jsonb_build_object('id', skill_id::text, 'name', skill.name, 'people', authors))
      from showcase_posts as post
      join post_skills on post_id = post.id
      join skills as skill on skill.id = skill_id
      where post.user_id = requester_id
    ),
    (
      select json_agg(json_build_object(
        'id', event_id, 'name', title, 'people', people,
        'basis', case
          when checked_in then 'checked-in' when has_attended(status, attended_at) then 'attended' else 'going'
        end
      ))
      from event_visits as attendance
      join events as event on event.id = event_id and event.live
      left join event_statistics using (event_id)
      where attendance.user_id = requester_id
    )
  from users as requester
  left join matching_refresh as refresh on true
  where requester.id = requester_id and requester.live;
end
$$;
