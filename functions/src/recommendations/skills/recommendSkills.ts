import { joinNames } from '../../platform/text/joinNames.ts';
import { noProfile } from '../../sync/index.ts';
import type { PrepareRecommender, Recommendation } from '../recommender.ts';
import { popularSkills } from './popularSkills.ts';
import {
  readAssociatedSkills,
  readSkillNames,
  withSharedSources,
  type AssociatedSkill,
} from './associatedSkills.ts';

/**
 * Ranks the skills of people with the student's skills: what each of their skills says for others, added up. They
 * are followed by the skills that are popular in the student's department.
 */
export const recommendSkills: PrepareRecommender = async (context, candidates) => {
  const read = await readAssociatedSkills(context, candidates);
  if (read === null) throw await noProfile(context.sql, context.uid);
  const { associated, asOf } = read;
  return {
    asOf,
    async take(count) {
      const found = await withNames(await withSharedSources(context.sql, associated.slice(0, count)));
      if (found.length >= count) return found;
      const popular = await popularSkills(context, candidates, {
        limit: count - found.length,
        except: found.map(({ id }) => id),
      });
      return [...found, ...popular].sort((a, b) => b.score - a.score);
    },
  };

  async function withNames(skills: AssociatedSkill[]): Promise<Recommendation[]> {
    const names = await readSkillNames(
      context.sql,
      skills.flatMap(({ id, sources }) => [id, ...sources]),
    );
    return skills.flatMap(({ id, weight, sources, version }) => {
      const skill = names.get(id);
      // Merged into another skill since the night.
      if (skill === undefined) return [];
      return {
        id: String(id),
        score: likelihood(weight),
        ...reasonOf(sources.flatMap((source) => names.get(source)?.name ?? [])),
        group: skill.category,
        until: null,
        modelVersion: version,
        signals: null,
      };
    });
  }
};

/** Between 0 and 1, and close to the weight itself in between. */
function likelihood(weight: number): number {
  return 1 / (1 + Math.exp(2 - 4 * weight));
}

function reasonOf(sources: string[]): { reasonKind: string; reason: string } {
  if (sources.length === 0)
    return { reasonKind: 'rare-for-you', reason: 'Few people with your skills have it.' };
  return { reasonKind: 'goes-with', reason: `Goes with ${joinNames(sources)}, which you have.` };
}
