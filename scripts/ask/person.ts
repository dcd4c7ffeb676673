import type { Firestore } from '../../functions/src/platform/firestore.ts';

export interface Person {
  id: string;
  name: string;
}

/** Candidates named when the search is ambiguous. */
const NAMED_CANDIDATES = 8;

/**
 * Finds a person by id, e-mail address or part of a name.
 *
 * @param anyPart whether the name may match anywhere, which reads every user; otherwise only at its beginning
 * @throws Error when nobody matches, or several people do
 */
export async function findPerson(firestore: Firestore, wanted: string, anyPart: boolean): Promise<Person> {
  const users = firestore.collection('users');
  const byId = wanted.includes('/') ? undefined : await users.doc(wanted).get();
  if (byId?.exists) return { id: byId.id, name: String(byId.get('name') ?? byId.id) };
  const query = wanted.includes('@')
    ? users.where('email', '==', wanted)
    : anyPart
      ? users
      : users.where('name', '>=', wanted).where('name', '<', `${wanted}\uf8ff`);
  const { docs } = await query.select('name', 'email').get();
  const people = docs.map((doc) => ({ id: doc.id, name: String(doc.get('name') ?? doc.id) }));
  const matches = wanted.includes('@')
    ? people
    : people.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  if (only === undefined) {
    throw new Error(`Nobody matches "${wanted}". Use an id, an e-mail address or part of a name.`);
  }
  const listed = matches.slice(0, NAMED_CANDIDATES).map(({ id, name }) => `  ${id}  ${name}`);
  throw new Error(
    `${String(matches.length)} people match "${wanted}". Pick one by id:\n${listed.join('\n')}`,
  );
}
