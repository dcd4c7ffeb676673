-- How similar two people are. functions/src/people/similarity/similarityScore.ts has the same formula and explains it.
create function similarity_score(skill_score float8, co_attendance float8, attendance_similarity float8) returns float8
language sql immutable parallel safe
return 1 / 3::float8 * (skill_score / (skill_score + 150))
  + 2 / 3::float8 * greatest(co_attendance / (co_attendance + 10), 0.25 * attendance_similarity);
