import { z } from 'zod';
import { count, share } from '../../platform/output.ts';
import type { Sql } from '../../platform/postgres.ts';
import { recommendationType, type RecommendationType } from '../recommender.ts';

const measuredShare = z
  .strictObject({
    count: count.describe('How many of those shown.'),
    share,
    low: share.describe('The lower end of its 95 % interval (Wilson).'),
    high: share.describe('The upper end.'),
  })
  .meta({ id: 'MeasuredShare', description: 'A share with its 95 % interval.' });

export const quality = z
  .strictObject({
    type: recommendationType,
    reasonKind: z
      .string()
      .nullable()
      .describe('As in `recommendations`; null for what was in none of the stored lists.'),
    modelVersion: z.int().nullable().describe('Null for the defaults in the code.'),
    shown: count.describe('Pairs of a person and an item that was shown to them, however often.'),
    opened: measuredShare,
    accepted: measuredShare,
    dismissed: measuredShare.describe('Without dismissals that were taken back.'),
  })
  .meta({
    id: 'RecommendationGroup',
    description:
      'What became of everything that was shown for one kind of reason by one version of the model.',
  });

type MeasuredShare = z.infer<typeof measuredShare>;
type Quality = z.infer<typeof quality>;

interface Row {
  type: RecommendationType;
  reason_kind: string | null;
  model_version: number | null;
  shown: number;
  opened: number;
  accepted: number;
  dismissed: number;
}

/** @param since leaves out what was last shown earlier */
export async function readQuality(sql: Sql, since: Date): Promise<Quality[]> {
  const rows = await sql<Row[]>`
    select type, reason_kind, model_version, count(*)::integer as shown,
      count(opened_at)::integer as opened, count(accepted_at)::integer as accepted,
      count(dismissed_at)::integer as dismissed
    from recommendation_feedback
    where shown > 0 and shown_at >= ${since}
    group by type, reason_kind, model_version
    order by type, shown desc, reason_kind, model_version`;
  return rows.map(({ reason_kind: reasonKind, model_version: modelVersion, type, shown, ...counts }) => ({
    type,
    reasonKind,
    modelVersion,
    shown,
    opened: wilsonShare(counts.opened, shown),
    accepted: wilsonShare(counts.accepted, shown),
    dismissed: wilsonShare(counts.dismissed, shown),
  }));
}

/** The 97.5 % quantile of the standard normal distribution, for a two-sided 95 % interval. */
const Z = 1.96;

/** A share with Wilson's score interval (1927), which also holds for small counts and zero. */
export function wilsonShare(count: number, total: number): MeasuredShare {
  const share = count / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  const scale = 1 + Z ** 2 / total;
  const middle = (share + Z ** 2 / (2 * total)) / scale;
  return {
    count,
    share,
    low: Math.max(0, middle - spread / scale),
    high: Math.min(1, middle + spread / scale),
  };
}
