import { later, WEEK } from './calendar.ts';
import type { Circle, Topic } from './data/circles.ts';
import type { Department } from './data/departments.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** Something that people may have in common. */
type Trait = Circle | Topic | Department;

/** How active people are, relative to their first weeks, when everything is new. */
const SETTLED_PRESENCE = 0.35;
const GRADUATE_PRESENCE = 0.1;
const FIRST_WEEKS = 8 * WEEK;

/** Draws before giving up on finding somebody who is around. */
const MAX_DRAWS = 150;

/** Draws people who are around at a time, in proportion to their activity. */
export class Crowd {
  readonly #random: Random;
  readonly #anyone: () => Person;
  readonly #byTrait: Map<Trait, () => Person>;

  /** @param activity how often a person is drawn, relative to others */
  constructor(random: Random, people: Person[], activity = (person: Person) => person.activity) {
    const members = new Map<Trait, Person[]>();
    for (const person of people) {
      const traits = [...person.circles, ...person.topics, ...(person.department ? [person.department] : [])];
      for (const trait of traits) {
        const list = members.get(trait);
        if (list) list.push(person);
        else members.set(trait, [person]);
      }
    }
    this.#random = random;
    this.#anyone = random.chooser(people, activity);
    this.#byTrait = new Map([...members].map(([trait, list]) => [trait, random.chooser(list, activity)]));
  }

  /**
   * A person who has joined by this time and has this trait; anyone when the trait is undefined or no one has it.
   * Undefined when nobody suitable turns up, as in the first weeks of a small campus.
   */
  pick(time: Date, trait?: Trait): Person | undefined {
    const draw = (trait && this.#byTrait.get(trait)) ?? this.#anyone;
    for (let draws = 0; draws < MAX_DRAWS; draws++) {
      const person = draw();
      if (this.#isAround(person, time)) return person;
    }
    return undefined;
  }

  #isAround({ joined, graduated }: Person, time: Date): boolean {
    if (joined >= time) return false;
    if (graduated !== undefined && time > graduated) return this.#random.chance(GRADUATE_PRESENCE);
    return time < later(joined, FIRST_WEEKS) || this.#random.chance(SETTLED_PRESENCE);
  }
}

/** Everyone, and those who do more than others of one kind of thing. */
export interface Groups {
  crowd: Crowd;
  /** Who comes to the events for the whole campus: quiet people, too. */
  everyone: Crowd;
  /** Who invites to the events of circles. */
  hosts: Crowd;
  /** Who organises events for the whole campus. */
  staff: Crowd;
  /** Who posts. */
  writers: Crowd;
}

export function groupPeople(random: Random, people: Person[]): Groups {
  const withTopics = people.filter(({ topics }) => topics.length > 0);
  return {
    crowd: new Crowd(random, people),
    everyone: new Crowd(random, people, ({ role }) => (role === 'student' ? 1 : 0.5)),
    hosts: new Crowd(random, withTopics, ({ activity, role }) => activity * (role === 'faculty' ? 4 : 1)),
    staff: new Crowd(
      random,
      people.filter(({ role }) => role === 'admin' || role === 'faculty'),
      () => 1,
    ),
    // Posting takes more effort than attending, so it is more concentrated among active people.
    writers: new Crowd(random, withTopics, ({ activity }) => activity ** 1.3),
  };
}
