import { utcToCampusTime } from '../../../platform/campusTime.ts';
import type { EventTimes } from './eventTimes.ts';

/** The parts of the similarity of two events; chosen on the public data that `npm run eval -- events` reads. */
export const SIMILARITY_PARTS = { text: 0.5, title: 0.2, kind: 0.2, hour: 0.1 };

/** Standard deviation, in hours, of the bell curve that compares times of day. */
const SAME_HOUR_DEVIATION = 2;

/** An event as the catalogue compares it. */
export interface EventFacts extends EventTimes {
  id: string;
  title: string;
  description: string | null;
  category: string | null;
  categoryKey: string | null;
  departmentKey: string | null;
  skills: number[];
  /** How many people attend or are going. */
  people: number;
}

/** Category, skills and times of each event by number: an array for each, since comparing takes most of the time. */
export class EventColumns {
  /** Infinity for an event that has no known end or is no longer live: it is never over. */
  readonly ends: number[] = [];
  /** Categories by number; -1 for none. */
  readonly #categories: number[] = [];
  readonly #skillCounts: number[] = [];
  /** Day of the week on the campus; -1 without a date. */
  readonly #weekdays: number[] = [];
  readonly #hours: number[] = [];
  readonly #categoryNumbers = new Map<string, number>();

  push({ categoryKey, skills, start, end }: EventFacts): void {
    const time = new Date(utcToCampusTime(start ?? 0));
    if (categoryKey !== null && !this.#categoryNumbers.has(categoryKey))
      this.#categoryNumbers.set(categoryKey, this.#categoryNumbers.size);
    this.#categories.push(this.#categoryNumbers.get(categoryKey ?? '') ?? -1);
    this.#skillCounts.push(skills.length);
    this.ends.push(end ?? Infinity);
    this.#weekdays.push(start === null ? -1 : time.getUTCDay());
    this.#hours.push(time.getUTCHours() + time.getUTCMinutes() / 60);
  }

  /**
   * Adds to `similarities` what the same category, or else shared skills, and the same weekday and hour contribute.
   * The time counts only between events of the same kind.
   *
   * @param sharedSkills how many skills each event shares with this one
   */
  addKindAndTime(number: number, sharedSkills: Float64Array, similarities: Float64Array): void {
    const [categories, skillCounts] = [this.#categories, this.#skillCounts];
    const [weekdays, hours] = [this.#weekdays, this.#hours];
    const [category = -1, skillCount = 0] = [categories[number], skillCounts[number]];
    const [weekday = -1, hour = 0] = [weekdays[number], hours[number]];
    for (let other = 0; other < similarities.length; other += 1) {
      const kind =
        category >= 0 && category === categories[other]
          ? 1
          : jaccard(sharedSkills[other] ?? 0, skillCount, skillCounts[other] ?? 0);
      if (kind === 0) continue;
      let similarity = (similarities[other] ?? 0) + kind * SIMILARITY_PARTS.kind;
      if (weekday >= 0 && weekday === weekdays[other])
        similarity += kind * SIMILARITY_PARTS.hour * hourSimilarity(hour, hours[other] ?? 0);
      similarities[other] = similarity;
    }
  }
}

/** From 0 to 1: 1 at the same time of day. */
function hourSimilarity(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return Math.exp(-((Math.min(difference, 24 - difference) / SAME_HOUR_DEVIATION) ** 2) / 2);
}

function jaccard(shared: number, first: number, second: number): number {
  return shared > 0 ? shared / (first + second - shared) : 0;
}
