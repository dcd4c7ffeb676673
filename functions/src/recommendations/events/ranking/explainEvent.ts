import type { Alike, Catalogue } from '../catalogue/eventCatalogue.ts';
import type { LEARNED, Profile } from './eventFeatures.ts';
import type { Given } from './eventWeights.ts';
import type { Student } from './readStudent.ts';

export type Feature = (typeof LEARNED)[number] | keyof Given;

/** What of the features one reason is about; the most concrete reasons first. */
const KINDS = {
  connections: ['friends'],
  'attended-similar': ['text', 'likeness'],
  skills: ['skills'],
  'going-similar': ['joined'],
  'same-people': ['crowdText', 'crowd', 'together'],
  category: ['newCategory'],
  department: ['department'],
  popular: ['popularity', 'going'],
  soon: ['soon'],
} satisfies Record<string, Feature[]>;

type Kind = keyof typeof KINDS;

/** A candidate with what is to be said about it. */
export interface Explained {
  number: number;
  alike: Alike;
  given: Given;
  /** How much each feature adds to the score, beyond what it adds for the candidates on average. */
  contributions: Record<Feature, number>;
}

/** A reason may add so much less than the one that adds most, and still be the one that is given. */
const NEARLY_AS_MUCH = 0.5;

/**
 * Why a candidate is in the list: of what adds most to its score, or nearly as much, the most concrete that can
 * be said in words.
 */
export function reasonOf(
  catalogue: Catalogue,
  profile: Profile,
  student: Student,
  explained: Explained,
): { kind: string; sentence: string } {
  const { contributions } = explained;
  const said = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const adds = KINDS[kind].reduce((sum, feature) => sum + contributions[feature], 0);
    const sentence = adds > 0 ? SENTENCES[kind]({ ...explained, catalogue, profile, student }) : null;
    return sentence === null ? [] : [{ kind, sentence, adds }];
  });
  const most = Math.max(...said.map(({ adds }) => adds));
  return said.find(({ adds }) => adds >= NEARLY_AS_MUCH * most) ?? { kind: 'soon', sentence: SOON };
}

const SOON = 'It is one of the next events.';

type Facts = Explained & { catalogue: Catalogue; profile: Profile; student: Student };

/** Null where it cannot be said. */
const SENTENCES: Record<Kind, (facts: Facts) => string | null> = {
  'attended-similar'({ catalogue, profile, number, alike }) {
    const own = alike.numbers.find((other) => profile.went[other] === 1);
    if (own === undefined) return null;
    const { title } = catalogue.at(own);
    const same = title.toLowerCase() === catalogue.at(number).title.toLowerCase();
    return same ? `You have been to “${title}” before.` : `You went to “${title}”, which is like it.`;
  },
  'going-similar': ({ given }) => (given.joined > 0 ? 'It is like an event you are going to.' : null),
  'same-people': ({ student }) =>
    student.attendance.length > 0 ? 'People who go to your events go to events like it.' : null,
  category({ catalogue, profile, number }) {
    const { category } = catalogue.at(number);
    return category !== null && profile.categories.has(category) ? `You go to events of ${category}.` : null;
  },
  connections({ catalogue, student, number }) {
    const friends = student.friends.get(catalogue.at(number).id) ?? 0;
    if (friends === 0) return null;
    return friends === 1
      ? 'One of your connections is going.'
      : `${String(friends)} of your connections are going.`;
  },
  skills: ({ given }) => (given.skills > 0 ? 'It is about skills you have.' : null),
  department: ({ student, given }) =>
    given.department > 0 ? `It is an event of ${student.department ?? 'your department'}.` : null,
  popular: () => 'Many go to events like it.',
  soon: () => SOON,
};
