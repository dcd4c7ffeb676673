import type { Circle, Topic } from './data/circles.ts';
import type { Department } from './data/departments.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** Something that people may have in common. */
type Trait = Circle | Topic | Department;

/** Draws people at random, in proportion to their activity. */
export class Crowd {
  readonly #anyone: () => Person;
  readonly #byTrait: Map<Trait, () => Person>;

  constructor(random: Random, people: Person[]) {
    const activity = (person: Person) => person.activity;
    const members = new Map<Trait, Person[]>();
    for (const person of people) {
      const traits = [...person.circles, ...person.topics, ...(person.department ? [person.department] : [])];
      for (const trait of traits) {
        const list = members.get(trait);
        if (list) list.push(person);
        else members.set(trait, [person]);
      }
    }
    this.#anyone = random.chooser(people, activity);
    this.#byTrait = new Map([...members].map(([trait, list]) => [trait, random.chooser(list, activity)]));
  }

  /** Any person. */
  pickAnyone(): Person {
    return this.#anyone();
  }

  /** A person with this trait; any person when the trait is undefined or no one has it. */
  pickWith(trait: Trait | undefined): Person {
    return ((trait && this.#byTrait.get(trait)) ?? this.#anyone)();
  }
}
