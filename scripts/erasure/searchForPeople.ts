import { Needles } from '../accounts/search/needles.ts';
import { searchStores, type Finding, type Stores } from '../accounts/search/searchStores.ts';
import { tracesOf, type CanaryPerson } from './canaryPeople.ts';

/** By what these people and their files can be recognised. */
export function needlesOf(people: CanaryPerson[], files: ReadonlyMap<string, string[]>): Needles {
  return new Needles(
    people.map((person) => {
      const traces = tracesOf(person);
      return { ...traces, texts: [...traces.texts, ...(files.get(person.uid) ?? [])] };
    }),
  );
}

/** Where in the stores something is of these people. */
export function searchForPeople(
  stores: Stores,
  people: CanaryPerson[],
  files: ReadonlyMap<string, string[]>,
): Promise<Finding[]> {
  return searchStores(stores, needlesOf(people, files));
}
