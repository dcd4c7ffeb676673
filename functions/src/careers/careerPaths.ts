import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { readNames } from './paths/candidates.ts';
import { readCareer } from './paths/careers.ts';
import { readDetails } from './paths/detail.ts';
import { presentPath, type CareerPath } from './paths/present.ts';
import { rankNext } from './paths/rank.ts';

export interface CareerPaths {
  /** The position that the paths lead on from, as the caller wrote it; null for the first one. */
  from: string | null;
  /** The likeliest first; empty when nobody's career and no taxonomy says anything. */
  paths: CareerPath[];
}

/** Paths that are looked at for each one that is shown, since not all may be. */
const LOOKED_AT = 5;

/**
 * For everybody who is signed in: which positions may come next for them, from the careers of alumni, with the
 * imported taxonomy of occupations where these are few; how many in the same position went there, how long it took
 * them, and the skills to get there. What may be shown of few people is said in paths/present.ts.
 */
export const careerPaths = callable({
  name: 'careerPaths',
  allow: 'signed-in',
  input: z.strictObject({ limit: z.int().min(1).max(20).default(5) }),
  cache: { seconds: 3600, tags: (_answer: CareerPaths, { uid }) => [personTag(uid)] },
  async handle({ uid, caller, sql, now }, { limit }): Promise<CareerPaths> {
    const career = await readCareer(sql, now, uid);
    if (career === null)
      throw new DomainError('not-found', 'there is no profile of yours yet: save it first');
    const current = career.held.at(-1)?.title.key;
    const ranked = (await rankNext(sql, career, null))
      // To do the same elsewhere is likely, and no news.
      .filter(({ key, probability }) => key !== current && probability > 0)
      .slice(0, LOOKED_AT * limit);
    const keys = ranked.map(({ key }) => key);
    const [names, details, exact] = [
      await readNames(sql, keys),
      await readDetails(sql, career, keys),
      (await caller()).role === 'admin',
    ];
    const paths = ranked
      .flatMap((path) => presentPath(path, names.get(path.key), details.get(path.key), exact) ?? [])
      .slice(0, limit);
    return { from: career.written.at(-1) ?? null, paths };
  },
});
