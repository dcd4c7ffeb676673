/**
 * What two people share.
 *
 * - `skillScore`: shared skills add their weight at the level both reach; skills that both name in posts add half the
 *   weight of their rarity there. See traitWeights.ts.
 * - `coAttendance`: events that both attend add their rarity, so a small event counts more than a large one.
 * - `attendanceSimilarity`: the cosine of their attendance embeddings, 0 to 1. It distinguishes people who never met,
 *   and takes over where co-attendance says less.
 */
export interface Evidence {
  skillScore: number;
  coAttendance: number;
  attendanceSimilarity: number;
}

const SKILL_SHARE = 1 / 3;
const ATTENDANCE_SHARE = 2 / 3;

/** The evidence that reaches half of its share. */
const SKILL_HALF_SATURATION = 150;
const CO_ATTENDANCE_HALF_SATURATION = 10;

/** The most that attendance similarity can reach of the attendance share. */
const ATTENDANCE_SIMILARITY_WEIGHT = 0.25;

/**
 * The similarity of two people, between 0 and 1:
 *
 * `⅓ · skillScore / (skillScore + 150) + ⅔ · max(coAttendance / (coAttendance + 10), ¼ · attendanceSimilarity)`
 *
 * The constants were tuned on past events of real people (`npm run eval -- people`). Declared interests hardly predict
 * who will meet, so behaviour counts more. The score is monotonic in each kind of evidence, which lets the search skip
 * people whose upper bound is too low. The SQL function `similarity_score` is the same formula.
 */
export function similarityScore({ skillScore, coAttendance, attendanceSimilarity }: Evidence): number {
  return (
    SKILL_SHARE * (skillScore / (skillScore + SKILL_HALF_SATURATION)) +
    ATTENDANCE_SHARE *
      Math.max(
        coAttendance / (coAttendance + CO_ATTENDANCE_HALF_SATURATION),
        ATTENDANCE_SIMILARITY_WEIGHT * attendanceSimilarity,
      )
  );
}

/** The skill score that, with the other evidence, yields this similarity; infinite if none does. */
export function requiredSkillScore(similarity: number, others: Omit<Evidence, 'skillScore'>): number {
  const share = (similarity - similarityScore({ skillScore: 0, ...others })) / SKILL_SHARE;
  return share < 1 ? (SKILL_HALF_SATURATION * share) / (1 - share) : Infinity;
}
