import type { Requester, Trait } from './requester.ts';
import { isEvent, isTalent, total } from './candidates.ts';
import { atLevel, score } from './score.ts';

/** Into how many parts scores are divided, and sums of weights for each trait. */
const SCORES = 1000;
const PARTS_A_TRAIT = 10;

/** The levels of a skill: each is taken to be as common. */
const LEVELS = [1, 2, 3, 4, 5];

/**
 * Scores often lie close together below a gap: a little less is expected, so that those are not missed for
 * next to nothing.
 */
const A_LITTLE_LESS = 0.98;

/** What fewer people than this share is left out. */
const NEXT_TO_NOBODY = 0.1;

/**
 * The score that so many people are expected to reach if everybody had each of the requester's traits regardless of the
 * others; crowds are left out. Traits of real people go together, so that more of them reach it.
 */
export function expectedScore({ traits, everybody }: Requester, people: number): number {
  const talents = new InCommon(traits.filter(isTalent), everybody);
  const meetings = new InCommon(traits.filter(isEvent), everybody);
  const reaching = new Float64Array(SCORES + 1);
  meetings.forEach((met, share) => {
    if (share * everybody < NEXT_TO_NOBODY) return;
    talents.forEach((sum, ofThose) => {
      const place = Math.floor(SCORES * score({ talents: sum, meetings: met, crowd: 0 }));
      reaching[place] = (reaching[place] ?? 0) + share * ofThose * everybody;
    });
  });
  let place = SCORES;
  for (let sum = reaching[place] ?? 0; place > 0 && sum < people; sum += reaching[place] ?? 0) place -= 1;
  return (A_LITTLE_LESS * place) / SCORES;
}

/** How many people share how much of some of the requester's traits, if everybody had each regardless of the others. */
export class InCommon {
  readonly #everybody: number;
  readonly #part: number;
  /** The share of everybody for each sum of weights, in parts, up to the highest. */
  readonly #shares: Float64Array;
  #highest = 0;

  /** @param whole traits that are, or will be, taken into account */
  constructor(traits: Trait[], everybody: number, whole = traits) {
    this.#everybody = everybody;
    const parts = PARTS_A_TRAIT * Math.max(whole.length, 1);
    const all = total(whole, () => true);
    this.#part = Math.max(all, 1) / parts;
    // Each may be rounded up by half of one.
    this.#shares = new Float64Array(parts + whole.length + 1);
    this.#shares[0] = 1;
    for (const trait of traits) this.add(trait);
  }

  /** Takes a trait into account, too. */
  add({ kind, people, base, level, weight }: Trait): void {
    const share = Math.min(people / this.#everybody, 1);
    const weights =
      kind === 'skill' ? LEVELS.map((other) => atLevel(base, Math.min(level, other))) : [weight];
    const added = weights.map((each) => Math.round(each / this.#part));
    const shares = this.#shares;
    // From the highest on, so that nobody has it twice.
    for (let sum = this.#highest; sum >= 0; sum -= 1) {
      const without = shares[sum] ?? 0;
      if (without === 0) continue;
      shares[sum] = without * (1 - share);
      for (const more of added) {
        shares[sum + more] = (shares[sum + more] ?? 0) + (without * share) / added.length;
      }
    }
    this.#highest += Math.max(...added);
  }

  /** Calls with each sum of weights that somebody may share, and the share of everybody who do. */
  forEach(call: (sum: number, share: number) => void): void {
    for (let sum = 0; sum <= this.#highest; sum += 1) {
      const share = this.#shares[sum] ?? 0;
      if (share > 0) call(sum * this.#part, share);
    }
  }

  /** The share of everybody who share so much at least. */
  atLeast(sum: number): number {
    let share = 0;
    for (let from = Math.max(0, Math.round(sum / this.#part)); from <= this.#highest; from += 1) {
      share += this.#shares[from] ?? 0;
    }
    return share;
  }
}
