-- The candidates with the highest scores, and which of the requester's traits each of them shares. The search is a
-- variant of MaxScore; functions/src/people/similarity decides what to ask of it, and why.
--
-- The events of people who do not share their attendance add to their scores and are not returned.
--
-- Each trait is in one of three lists:
--   essential      everyone who has the trait is a candidate
--   checked        the trait is looked up for all candidates, but makes nobody a candidate
--   non-essential  the trait is only looked up for candidates who could be among the best if they had all of these
create function most_similar(
  requester_id text,
  skill_ids integer[], skill_base_weights float8[], skill_levels integer[], skill_lists text[],
  interest_ids integer[], interest_weights float8[], interest_lists text[],
  event_ids text[], event_weights float8[], event_lists text[],
  -- The most that the non-essential traits can add.
  non_essential_skill_score float8, non_essential_co_attendance float8,
  -- Candidates besides those with an essential trait: everyone with an embedding, or these.
  include_all_embedded boolean, candidate_ids text[],
  -- See passes_filter().
  department_key text, roles text[],
  result_limit integer, min_score float8
) returns table (
  id text, role text, candidate_department_key text, score float8, skills json, interests json, events json
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set jit = off
as $$
#variable_conflict use_column
declare
  requester_vector float8[] := (select vector from attendance_embeddings where user_id = requester_id);
  -- The members of the department if the filter names one: most candidates are not in it.
  member_ids text[] collate "C" := case when most_similar.department_key is not null then array(
    select id from users where passes_filter(users, most_similar.department_key, roles) and users.department_key = most_similar.department_key
  ) end;
  max_attendance_similarity float8 := case when requester_vector is null then 0 else 1 end;
  -- The candidates by descending upper bound of their score.
  ids text[] collate "C";
  known_skill_scores float8[];
  known_co_attendance float8[];
  bounds float8[];
  -- The best of the candidates that were scored.
  best_ids text[] collate "C";
  best_scores float8[];
  scored_count integer := 0;
  -- How many candidates are scored in the first pass, and how many are sorted. At least one, or a limit of 0 would
  -- never end.
  pass_size integer := 2 * greatest(result_limit, 1);
  sorted_count integer := 30 * greatest(result_limit, 1);
begin
  loop
    with evidence (user_id, skill_score, co_attendance, is_essential) as (
      select user_id, 0::float8, weight, true
      from unnest(event_ids, event_weights, event_lists) as trait (id, weight, list)
      join event_visits on event_id = trait.id
      where list = 'essential'
      union all
      select user_id, skill_weight_at_level(base_weight, level, proficiency_level), 0, list = 'essential'
      from unnest(skill_ids, skill_base_weights, skill_levels, skill_lists) as trait (id, base_weight, level, list)
      join user_skills on skill_id = trait.id
      where list <> 'non-essential'
      union all
      select user_id, weight, 0, true
      from (
        select distinct user_id, skill_id, weight
        from unnest(interest_ids, interest_weights, interest_lists) as trait (id, weight, list)
        join post_skills on skill_id = trait.id
        where list = 'essential'
      ) as author
      union all
      select user_id, 0, 0, true from attendance_embeddings where include_all_embedded
      union all
      select unnest(candidate_ids), 0, 0, true
    ), candidates as (
      select user_id, sum(skill_score) as skill_score, sum(co_attendance) as co_attendance
      from evidence
      group by user_id
      having user_id <> requester_id and bool_or(is_essential)
        and similarity_score(
          sum(skill_score) + non_essential_skill_score,
          sum(co_attendance) + non_essential_co_attendance,
          max_attendance_similarity
        ) >= min_score
    ), bounded as (
      select user_id, skill_score, co_attendance,
        similarity_score(skill_score + non_essential_skill_score, co_attendance + non_essential_co_attendance, case
          when not include_all_embedded then max_attendance_similarity
          else coalesce((
            select embedding_cosine(requester_vector, vector)
            from attendance_embeddings where attendance_embeddings.user_id = candidates.user_id
          ), 0)
        end) as bound
      from candidates
      where member_ids is null or user_id in (select unnest(member_ids))
    )
    select array_agg(user_id), array_agg(skill_score), array_agg(co_attendance), array_agg(bound)
    into ids, known_skill_scores, known_co_attendance, bounds
    from (
      select * from bounded
      where not include_all_embedded or bound >= min_score
      order by bound desc, user_id
      limit sorted_count
    ) as ordered;

    while scored_count < cardinality(ids)
      and (best_scores[result_limit] is null or bounds[scored_count + 1] >= best_scores[result_limit] - 1e-9)
    loop
      select array_agg(best.id), array_agg(best.score)
      into best_ids, best_scores
      from (
        select candidate.id,
          similarity_score(
            candidate.skill_score + non_essential.skill_score,
            candidate.co_attendance + non_essential.co_attendance,
            case
              -- Above this, attendance similarity no longer affects the score.
              when candidate.co_attendance + non_essential.co_attendance > 10 / 3::float8 then 0
              else coalesce((
                select embedding_cosine(requester_vector, vector)
                from attendance_embeddings where attendance_embeddings.user_id = candidate.id
              ), 0)
            end
          ) as score
        from unnest(
          ids[scored_count + 1:scored_count + pass_size],
          known_skill_scores[scored_count + 1:scored_count + pass_size],
          known_co_attendance[scored_count + 1:scored_count + pass_size]
        ) as candidate (id, skill_score, co_attendance)
        join users on users.id = candidate.id and passes_filter(users, most_similar.department_key, roles)
        cross join lateral (
          select
            coalesce((
              select sum(skill_weight_at_level(skill_base_weights[place], skill_levels[place], proficiency_level))
              from (
                select proficiency_level, array_position(skill_ids, skill_id) as place
                from user_skills where user_id = candidate.id offset 0
              ) as candidate_skill
              where non_essential_skill_score > 0 and skill_lists[place] = 'non-essential'
            ), 0) + coalesce((
              select sum(weight)
              from unnest(interest_ids, interest_weights, interest_lists) as trait (id, weight, list)
              where non_essential_skill_score > 0 and list = 'non-essential'
                and exists (select from post_skills where skill_id = trait.id and user_id = candidate.id)
            ), 0) as skill_score,
            coalesce((
              select sum(event_weights[place])
              from (
                select array_position(event_ids, event_id) as place
                from event_visits where user_id = candidate.id offset 0
              ) as candidate_event
              where non_essential_co_attendance > 0 and event_lists[place] = 'non-essential'
            ), 0) as co_attendance
          offset 0
        ) as non_essential
        union all
        select * from unnest(best_ids, best_scores)
        order by score desc, id
        limit result_limit
      ) as best;
      scored_count := scored_count + pass_size;
      pass_size := 2 * pass_size;
    end loop;

    -- Done when all candidates were scored, or none of the others can be among the best.
    exit when scored_count < sorted_count or cardinality(ids) < sorted_count
      or bounds[sorted_count] < best_scores[result_limit] - 1e-9;
    scored_count := sorted_count;
    sorted_count := 10 * sorted_count;
  end loop;

  return query
  select best.id, users.role, users.department_key, best.score,
    (
      select json_agg(skill_id)
      from (select * from user_skills where user_id = best.id offset 0) as candidate_skill
      where skill_id = any (skill_ids)
    ),
    (
      select json_agg(interest_id)
      from unnest(interest_ids) as interest_id
      where exists (select from post_skills where skill_id = interest_id and user_id = best.id)
    ),
    case when users.shares_attendance then (
      select json_agg(event_id)
      from (select event_id from event_visits where user_id = best.id offset 0) as candidate_event
      where event_id = any (event_ids)
    ) end
  from unnest(best_ids, best_scores) as best (id, score)
  join users on users.id = best.id
  order by best.score desc, best.id;
end
$$;
