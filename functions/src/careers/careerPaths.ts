import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { freshness, freshnessFields } from '../platform/freshness.ts';
import { rankNextTitles } from './paths/rankNextTitles.ts';
import { noProfile } from '../sync/index.ts';
import { readCareer } from './paths/readCareers.ts';
import { readPathStatistics } from './paths/readPathStatistics.ts';
import { readRefreshedAt } from './paths/readRefreshedAt.ts';
import { readTitleNames } from './paths/titleNames.ts';
import { careerPath, toCareerPath } from './paths/toCareerPath.ts';

const output = z
  .strictObject({
    ...freshnessFields,
    from: z
      .string()
      .nullable()
      .describe('The title of the person’s current position as they wrote it; null if they have held none.'),
    paths: z
      .array(careerPath)
      .describe('The likeliest first; empty if neither careers nor the taxonomy suggest any.'),
  })
  .meta({ id: 'CareerPaths' });

export type CareerPaths = z.infer<typeof output>;

/** Titles considered per path shown, since not all may be disclosed. */
const CONSIDERED_PER_PATH = 5;

/**
 * For all signed-in users, and staff who ask about somebody: their likely next positions, predicted from the careers of
 * others and, where these are few, from the imported taxonomy of occupations; with how many people in the same position
 * moved there, how long that took them, and which skills to acquire. {@link toCareerPath} limits what is disclosed about
 * small groups.
 */
export const careerPaths = callable({
  name: 'careerPaths',
  description: `Positions that may come next for the caller, or for somebody whom the caller looks after.

They are predicted from the careers of others and, where these are few, from the imported taxonomy of occupations. \`asOf\` is when the careers of others were counted: at night or, before the first night, by the first call if the campus has up to 2,000 positions and no taxonomy. Only administrators see exact figures, figures of fewer than five people, or titles that fewer than five people hold and the taxonomy does not have.`,
  input: z.strictObject({ limit: z.int().min(1).max(20).default(5), userId: subjectInput }),
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: (_answer, { uid }, { userId = uid }) => [uid, userId].map(personTag),
  },
  audit: aboutSubject,
  async handle(context, { limit, userId }) {
    const { reach, sql, now } = context;
    const subject = await readSubject(context, userId);
    const career = await readCareer(sql, now, subject);
    if (career === null) throw await noProfile(sql, subject);
    const refreshedAt = await readRefreshedAt(sql, now);
    const current = career.positions.at(-1)?.title.key;
    const ranked = (await rankNextTitles(sql, career, null))
      // The same title at another employer is likely, but no advice.
      .filter(({ key, probability }) => key !== current && probability > 0)
      .slice(0, CONSIDERED_PER_PATH * limit);
    const keys = ranked.map(({ key }) => key);
    const names = await readTitleNames(sql, keys);
    const statistics = await readPathStatistics(sql, career, keys);
    const isExact = reach === 'everyone';
    const paths = ranked
      .flatMap((path) => toCareerPath(path, names.get(path.key), statistics.get(path.key), isExact) ?? [])
      .slice(0, limit);
    const known = freshness(refreshedAt, now, NOT_COUNTED);
    const missing = known.missing ?? (paths.length === 0 ? NO_PATHS : null);
    return { ...known, missing, from: career.spellings.at(-1) ?? null, paths };
  },
});

const NOT_COUNTED = 'Career paths are computed overnight, from everybody’s positions.';
const NO_PATHS = 'Too few people here have moved on from where you are for a path to be shown.';
