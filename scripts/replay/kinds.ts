import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import { recommendations } from '../../functions/src/recommendations/recommendations.ts';
import { skillKey } from '../../functions/src/sync/skills/key.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { parseInput } from '../../functions/src/platform/input.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

interface Ranked {
  id: string;
  score: number;
}

/** Answers a question with a ranking. */
export type Kind = (context: CallContext, input: Record<string, unknown>, limit: number) => Promise<Ranked[]>;

/** What can be asked, by the callable's name. */
export const KINDS: Record<string, Kind> = {
  similarStudents: ranking(similarStudents, ({ students }) => students),
  recommendations: withSkillsByName(
    ranking(recommendations, ({ type, recommendations: list }) =>
      list.map(({ id, title, score }) => ({ id: type === 'skill' ? title : id, score })),
    ),
  ),
};

/**
 * A callable's own handler as a kind.
 *
 * @param ranked takes the ranking out of the answer
 */
function ranking<Input extends { limit: number }, Output>(
  { definition }: Callable<Input, Output>,
  ranked: (answer: Output) => Ranked[],
): Kind {
  return async (context, input, limit) =>
    ranked(await definition.handle(context, { ...parseInput(definition.input, input), limit }));
}

/**
 * A timeline knows skills by their names: so the candidates are names, and the ranking holds them as they were
 * written, or else the names that were seen first.
 */
function withSkillsByName(kind: Kind): Kind {
  return async (context, input, limit) => {
    if (input['type'] !== 'skill' || context.among === null) return kind(context, input, limit);
    const skills = await skillsNamed(context.sql, context.among);
    const ranked = await kind({ ...context, among: skills.map(({ id }) => id) }, input, limit);
    const written = new Map(skills.map(({ name, canonical }) => [canonical, name]));
    return ranked.map(({ id, score }) => ({ id: written.get(id) ?? id, score }));
  };
}

async function skillsNamed(
  sql: Sql,
  names: string[],
): Promise<{ id: string; name: string; canonical: string }[]> {
  const keyed = JSON.stringify(names.map((name) => ({ name, key: skillKey(name) })));
  return sql<{ id: string; name: string; canonical: string }[]>`
    select distinct on (skills.id) skills.id::text, named.name, skills.name as canonical
    from jsonb_to_recordset(${keyed}::text::jsonb) as named (name text, key text)
    left join skill_aliases as alias using (key)
    join skills on skills.id = alias.skill_id or (alias.skill_id is null and skills.key = named.key)`;
}
