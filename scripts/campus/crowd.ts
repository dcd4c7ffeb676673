import type { Circle, Topic } from './data/circles.ts';
import type { Department } from './data/departments.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** What people may have in common. */
type Trait = Circle | Topic | Department;

/** Everyone on campus, to meet by chance: the more somebody takes part, the more often they turn up. */
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

  /** Anybody. */
  meet(): Person {
    return this.#anyone();
  }

  /** Somebody of this circle, topic or department; anybody when the trait is missing or nobody has it. */
  meetOf(trait: Trait | undefined): Person {
    return ((trait && this.#byTrait.get(trait)) ?? this.#anyone)();
  }
}
