import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { generateCampus, type CampusDocument } from '../campus/campus.ts';
import { progress } from '../lib/progress.ts';

/** What was written to Firestore. */
export interface WrittenCampus {
  documents: number;
  /** Version of the first document: nothing older is of this run. */
  since: number;
  /** Documents that are to show a picture, the newest posts first. */
  pictured: Pictured[];
}

/** A document that is to show a picture. */
export interface Pictured {
  path: string;
  purpose: 'showcase_post' | 'profile' | 'event';
  /** Who uploads it. */
  uid: string;
  /** What is written on it. */
  title: string;
}

/** How many documents of each kind show pictures: enough for a look, and quick to upload. */
const PICTURES = { showcase_post: 20, profile: 8, event: 8 };

/** Generates a campus and writes it to Firestore; resolves when every write has been acknowledged. */
export async function writeCampus(firestore: Firestore, students: number): Promise<WrittenCampus> {
  const generated = generateCampus({ students });
  const pictured = toPicture(generated);
  // The ids that were generated name no files: pictures are uploaded, and then named.
  const documents = generated.map(({ path, fields }) => ({
    path,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'mediaIds')),
  }));
  const bar = progress('Writing to Firestore', documents.length);
  const writer = firestore.bulkWriter({ throttling: false });
  const since = Date.now() * 1000;
  let done = 0;
  writer.onWriteResult(() => {
    bar.update((done += 1));
  });
  const writes = documents.map(({ path, fields }) => writer.set(firestore.doc(path), fields));
  await Promise.all([writer.close(), ...writes]);
  bar.stop();
  return { documents: documents.length, since, pictured };
}

function toPicture(documents: CampusDocument[]): Pictured[] {
  const of = (pattern: RegExp): CampusDocument[] => documents.filter(({ path }) => pattern.test(path));
  const posts = of(/^showcase_posts\//).filter(({ fields }) => (fields['mediaIds'] as unknown[]).length > 0);
  return [
    ...posts
      .slice(-PICTURES.showcase_post)
      .map(({ path, fields }) => picture(path, 'showcase_post', fields['userId'], fields['category'])),
    ...of(/^users\/[^/]+$/)
      .slice(0, PICTURES.profile)
      .map(({ path, fields }) => picture(path, 'profile', path.split('/')[1], fields['name'])),
    ...of(/^events\/[^/]+$/)
      .slice(0, PICTURES.event)
      .map(({ path, fields }) => picture(path, 'event', fields['createdBy'], fields['title'])),
  ];
}

function picture(path: string, purpose: Pictured['purpose'], uid: unknown, title: unknown): Pictured {
  return { path, purpose, uid: String(uid), title: String(title) };
}
