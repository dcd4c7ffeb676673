import type { EventCatalogue, SimilarEvents } from '../catalogue/eventCatalogue.ts';
import type { Profile } from './eventFeatures.ts';
import type { CurrentFeatures, LearnedFeature } from './eventWeights.ts';
import type { Student } from './readStudent.ts';

export type Feature = LearnedFeature | keyof CurrentFeatures;

/** What each feature adds to a candidate's score, beyond what it adds to the candidates on average. */
export type Contributions = Record<Feature, number>;

/** The features behind each kind of reason, the most concrete kinds first. */
const KINDS = {
  connections: ['connectionsGoing'],
  'attended-similar': ['text', 'similarity'],
  skills: ['sharedSkills'],
  'going-similar': ['similarToJoined'],
  'same-people': ['coAttendanceText', 'coAttendance', 'attendedTogether'],
  category: ['newCategory'],
  department: ['sameDepartment'],
  popular: ['popularity', 'attendees'],
  soon: ['startsSoon'],
} satisfies Record<string, Feature[]>;

type Kind = keyof typeof KINDS;

/** A candidate with what it takes to explain it. */
export interface RankedEvent {
  /** In the catalogue. */
  number: number;
  similar: SimilarEvents;
  currentFeatures: CurrentFeatures;
  contributions: Contributions;
}

/** A reason is given only if it adds at least this part of what the strongest one adds. */
const MIN_SHARE_OF_STRONGEST = 0.5;

/** Reasons that say nothing about the student are given only if all others add less than this part of theirs. */
const MIN_SHARE_OF_GENERAL = 0.1;
const GENERAL: readonly Kind[] = ['popular', 'soon'];

/** Why a candidate is in the list: the most concrete of the reasons that add much to its score. */
export function explainEvent(
  catalogue: EventCatalogue,
  profile: Profile,
  student: Student,
  event: RankedEvent,
): { kind: string; sentence: string } {
  const { contributions } = event;
  const reasons = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const adds = KINDS[kind].reduce((sum, feature) => sum + contributions[feature], 0);
    const sentence = adds > 0 ? SENTENCES[kind]({ ...event, catalogue, profile, student }) : null;
    return sentence === null ? [] : [{ kind, sentence, adds }];
  });
  const personal = reasons.filter(({ kind }) => !GENERAL.includes(kind));
  const given = strongestOf(personal) >= MIN_SHARE_OF_GENERAL * strongestOf(reasons) ? personal : reasons;
  const least = MIN_SHARE_OF_STRONGEST * strongestOf(given);
  return given.find(({ adds }) => adds >= least) ?? { kind: 'soon', sentence: SOON };
}

function strongestOf(reasons: readonly { adds: number }[]): number {
  return Math.max(0, ...reasons.map(({ adds }) => adds));
}

/** Events less similar than this are not called alike, though they may count for the ranking. */
const MIN_LIKENESS = 0.2;

const SOON = 'It is one of the next events.';

type Facts = RankedEvent & { catalogue: EventCatalogue; profile: Profile; student: Student };

/** Whether a student was at one of these events, and what a sentence says of how that is known. */
function visitOf(
  { attendance }: Student,
  isMeant: (event: Student['attendance'][number]) => boolean,
): { hasCome: boolean; you: string } {
  const visits = attendance.filter((event) => isMeant(event) && event.hasCome);
  const isClaimed = visits.length > 0 && !visits.some(({ isKnown }) => isKnown);
  return { hasCome: visits.length > 0, you: isClaimed ? 'By your history, you' : 'You' };
}

/** The sentence of each kind of reason; null where there is nothing to name. */
const SENTENCES: Record<Kind, (facts: Facts) => string | null> = {
  'attended-similar'({ catalogue, profile, student, number, similar }) {
    const attended = similar.numbers.find(
      (other, place) => profile.isAttended[other] === 1 && (similar.text[place] ?? 0) >= MIN_LIKENESS,
    );
    if (attended === undefined) return null;
    const { id, title } = catalogue.at(attended);
    const { hasCome, you } = visitOf(student, (event) => event.id === id);
    const isSame = title.toLowerCase() === catalogue.at(number).title.toLowerCase();
    if (isSame) return `${you} have ${hasCome ? 'been to' : 'signed up for'} “${title}” before.`;
    return `${you} ${hasCome ? 'went to' : 'signed up for'} “${title}”, which is like it.`;
  },
  'going-similar': ({ currentFeatures }) =>
    currentFeatures.similarToJoined >= MIN_LIKENESS ? 'It is like an event you are going to.' : null,
  'same-people'({ profile, similar }) {
    const alike = new Set(similar.numbers.filter((_, place) => (similar.text[place] ?? 0) >= MIN_LIKENESS));
    // At an event that the student attended, they may be the only one to share.
    const areSharedByOthers = profile.neighbours
      .flat()
      .some(([other, cosine]) => cosine > 0 && profile.isAttended[other] !== 1 && alike.has(other));
    return areSharedByOthers ? 'People who go to your events go to events like it.' : null;
  },
  category({ catalogue, profile, student, number }) {
    const { category, categoryKey } = catalogue.at(number);
    if (categoryKey === null || !profile.categories.has(categoryKey)) return null;
    const { hasCome, you } = visitOf(student, (event) => event.categoryKey === categoryKey);
    return `${you} ${hasCome ? 'go to' : 'have signed up for'} events of ${category ?? categoryKey}.`;
  },
  connections({ catalogue, student, number }) {
    // Who does not let others know where they go counts for the ranking alone: of a few, one could tell who it is.
    const count = student.disclosedConnectionsGoing.get(catalogue.at(number).id) ?? 0;
    if (count === 0) return null;
    return count === 1
      ? 'One of your connections is going.'
      : `${String(count)} of your connections are going.`;
  },
  skills: ({ currentFeatures }) => (currentFeatures.sharedSkills > 0 ? 'It is about skills you have.' : null),
  department: ({ student, currentFeatures }) =>
    currentFeatures.sameDepartment > 0
      ? `It is an event of ${student.department ?? 'your department'}.`
      : null,
  popular: () => 'Many go to events like it.',
  soon: () => SOON,
};
