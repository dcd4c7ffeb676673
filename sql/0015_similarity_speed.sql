-- As before, with the cosines of crowds written out: with unnest and sum they took most of the time of a list.

-- The people with the highest scores among the candidates, and what of the requester's each of them shares.
--
-- Each of the requester's traits has a use: whoever has one that 'drives' is a candidate; those that 'check' are
-- looked at for all candidates, too; the 'rest' only for candidates who could be among the best with all of it.
create or replace function most_alike(
  requester text,
  skill_ids integer[], skill_bases float8[], skill_levels integer[], skill_uses text[],
  interest_ids integer[], interest_weights float8[], interest_uses text[],
  event_ids text[], event_weights float8[], event_uses text[],
  -- What the rest may add.
  rest_talents float8, rest_meetings float8,
  -- Whether everybody with a vector is a candidate, or these are.
  everybody boolean, among text[],
  -- See may_be_shown.
  department text, roles text[],
  -- How many to find, and the score that they have at least.
  wanted integer, floor float8
) returns table (
  id text, name text, role text, department_name text, score float8, skills json, interests json, events json
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set jit = off
as $$
#variable_conflict use_column
declare
  asker_vector float8[] := (select crowd.vector from attendance_embeddings as crowd where user_id = requester);
  -- The people of the department, when one is asked for: most candidates are of another.
  members text[] collate "C" := case when most_alike.department is not null then array(
    select id from users where may_be_shown(users, most_alike.department, roles) and users.department = most_alike.department
  ) end;
  -- What a crowd in common may be at most.
  any_crowd float8 := case when asker_vector is null then 0 else 1 end;
  -- The candidates, those who may score highest first.
  ids text[] collate "C";
  known_talents float8[];
  known_meetings float8[];
  bounds float8[];
  -- The best of those that were looked at.
  best_ids text[] collate "C";
  best_scores float8[];
  seen integer := 0;
  -- So many are looked at, and sorted, at first; one at least, or it would go on forever when none is wanted.
  step integer := 2 * greatest(wanted, 1);
  most integer := 30 * greatest(wanted, 1);
begin
  loop
    with evidence (user_id, talents, meetings, drives) as (
      select user_id, 0::float8, weight, true
      from unnest(event_ids, event_weights, event_uses) as mine (id, weight, use)
      join event_attendance on event_id = mine.id
      where use = 'drives' and live and status is distinct from 'cancelled'
      union all
      select user_id, similarity_at_level(base, level, proficiency_level), 0, use = 'drives'
      from unnest(skill_ids, skill_bases, skill_levels, skill_uses) as mine (id, base, level, use)
      join user_skills on skill_id = mine.id
      where use <> 'rest'
      union all
      select user_id, weight, 0, true
      from (
        select distinct user_id, skill_id, weight
        from unnest(interest_ids, interest_weights, interest_uses) as mine (id, weight, use)
        join post_skills on skill_id = mine.id
        where use = 'drives'
      ) as named
      union all
      select user_id, 0, 0, true from attendance_embeddings where everybody
      union all
      select unnest(among), 0, 0, true
    ), candidates as (
      select user_id, sum(talents) as talents, sum(meetings) as meetings
      from evidence
      group by user_id
      having user_id <> requester and bool_or(drives)
        and similarity_score(sum(talents) + rest_talents, sum(meetings) + rest_meetings, any_crowd) >= floor
    ), bounded as (
      select user_id, talents, meetings,
        similarity_score(talents + rest_talents, meetings + rest_meetings, case
          when not everybody then any_crowd
          else coalesce((
            select greatest(least(coalesce(
              asker_vector[1] * vector[1] + asker_vector[2] * vector[2] + asker_vector[3] * vector[3] + asker_vector[4] * vector[4] +
              asker_vector[5] * vector[5] + asker_vector[6] * vector[6] + asker_vector[7] * vector[7] + asker_vector[8] * vector[8] +
              asker_vector[9] * vector[9] + asker_vector[10] * vector[10] + asker_vector[11] * vector[11] + asker_vector[12] * vector[12] +
              asker_vector[13] * vector[13] + asker_vector[14] * vector[14] + asker_vector[15] * vector[15] + asker_vector[16] * vector[16],
              0), 1), 0)
            from attendance_embeddings where attendance_embeddings.user_id = candidates.user_id
          ), 0)
        end) as bound
      from candidates
      where members is null or user_id in (select unnest(members))
    )
    select array_agg(user_id), array_agg(talents), array_agg(meetings), array_agg(bound)
    into ids, known_talents, known_meetings, bounds
    from (
      select * from bounded
      where not everybody or bound >= floor
      order by bound desc, user_id
      limit most
    ) as ordered;

    while seen < cardinality(ids) and (best_scores[wanted] is null or bounds[seen + 1] >= best_scores[wanted] - 1e-9) loop
      select array_agg(best.id), array_agg(best.score)
      into best_ids, best_scores
      from (
        select candidate.id,
          similarity_score(candidate.talents + rest.talents, candidate.meetings + rest.meetings, case
            -- No crowd in common changes the score then.
            when candidate.meetings + rest.meetings > 10 / 3::float8 then 0
            else coalesce((
              select greatest(least(coalesce(
                asker_vector[1] * vector[1] + asker_vector[2] * vector[2] + asker_vector[3] * vector[3] + asker_vector[4] * vector[4] +
                asker_vector[5] * vector[5] + asker_vector[6] * vector[6] + asker_vector[7] * vector[7] + asker_vector[8] * vector[8] +
                asker_vector[9] * vector[9] + asker_vector[10] * vector[10] + asker_vector[11] * vector[11] + asker_vector[12] * vector[12] +
                asker_vector[13] * vector[13] + asker_vector[14] * vector[14] + asker_vector[15] * vector[15] + asker_vector[16] * vector[16],
                0), 1), 0)
              from attendance_embeddings where attendance_embeddings.user_id = candidate.id
            ), 0)
          end) as score
        from unnest(
          ids[seen + 1:seen + step], known_talents[seen + 1:seen + step], known_meetings[seen + 1:seen + step]
        ) as candidate (id, talents, meetings)
        join users on users.id = candidate.id and may_be_shown(users, most_alike.department, roles)
        cross join lateral (
          select
            coalesce((
              select sum(similarity_at_level(skill_bases[place], skill_levels[place], proficiency_level))
              from (
                select proficiency_level, array_position(skill_ids, skill_id) as place
                from user_skills where user_id = candidate.id offset 0
              ) as theirs
              where rest_talents > 0 and skill_uses[place] = 'rest'
            ), 0) + coalesce((
              select sum(weight)
              from unnest(interest_ids, interest_weights, interest_uses) as mine (id, weight, use)
              where rest_talents > 0 and use = 'rest'
                and exists (select from post_skills where skill_id = mine.id and user_id = candidate.id)
            ), 0) as talents,
            coalesce((
              select sum(event_weights[place])
              from (
                select live, status, array_position(event_ids, event_id) as place
                from event_attendance where user_id = candidate.id offset 0
              ) as theirs
              where rest_meetings > 0 and event_uses[place] = 'rest' and live and status is distinct from 'cancelled'
            ), 0) as meetings
          offset 0
        ) as rest
        union all
        select * from unnest(best_ids, best_scores)
        order by score desc, id
        limit wanted
      ) as best;
      seen := seen + step;
      step := 2 * step;
    end loop;

    -- Until all have been looked at, or nobody else can be among the best.
    exit when seen < most or cardinality(ids) < most or bounds[most] < best_scores[wanted] - 1e-9;
    seen := most;
    most := 10 * most;
  end loop;

  return query
  select best.id, users.name, users.role, users.department, best.score,
    (
      select json_agg(skill_id)
      from (select * from user_skills where user_id = best.id offset 0) as theirs
      where skill_id = any (skill_ids)
    ),
    (
      select json_agg(mine)
      from unnest(interest_ids) as mine
      where exists (select from post_skills where skill_id = mine and user_id = best.id)
    ),
    (
      select json_agg(event_id)
      from (select * from event_attendance where user_id = best.id offset 0) as theirs
      where event_id = any (event_ids) and theirs.live and status is distinct from 'cancelled'
    )
  from unnest(best_ids, best_scores) as best (id, score)
  join users on users.id = best.id
  order by best.score desc, best.id;
end
$$;
