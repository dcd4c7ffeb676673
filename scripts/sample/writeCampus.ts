import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { generateCampus, type CampusDocument, type CampusOptions } from '../campus/campus.ts';
import { progress } from '../lib/progress.ts';

/** What was written to Firestore. */
export interface WrittenCampus {
  /** Number of documents. */
  documents: number;
  /** Lower bound of the documents' versions; rows with older versions come from earlier runs. */
  minVersion: number;
  /** Documents that should get a picture. */
  illustrated: IllustratedDocument[];
}

/** A document that should get a picture. */
export interface IllustratedDocument {
  path: string;
  purpose: Purpose;
  /** The user who uploads it. */
  uid: string;
  /** Drawn on the picture. */
  title: string;
}

type Purpose = 'showcase_post' | 'profile' | 'event';

/** Number of pictures per purpose: enough to look at, and quick to upload. */
const PICTURES: Record<Purpose, number> = { showcase_post: 20, profile: 8, event: 8 };

/** Generates a campus and writes it to Firestore; resolves when every write has been acknowledged. */
export async function writeCampus(firestore: Firestore, options: CampusOptions): Promise<WrittenCampus> {
  const generated = generateCampus(options);
  // The generated media ids refer to no files; uploaded pictures are referenced later.
  const documents = generated.map(({ path, fields }) => ({
    path,
    fields: {
      ...Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'mediaIds')),
      // What they tell happened before they are written.
      imported: true,
    },
  }));
  const bar = progress('Writing to Firestore', documents.length);
  const writer = firestore.bulkWriter({ throttling: false });
  const minVersion = Date.now() * 1000;
  let done = 0;
  writer.onWriteResult(() => {
    bar.update((done += 1));
  });
  const writes = documents.map(({ path, fields }) => writer.set(firestore.doc(path), fields));
  await Promise.all([writer.close(), ...writes]);
  bar.stop();
  return { documents: documents.length, minVersion, illustrated: chooseIllustrated(generated) };
}

/** Picks the newest posts that had media, and the first profiles and events. */
function chooseIllustrated(documents: CampusDocument[]): IllustratedDocument[] {
  const matching = (pattern: RegExp): CampusDocument[] => documents.filter(({ path }) => pattern.test(path));
  const posts = matching(/^showcase_posts\//)
    .filter(({ fields }) => (fields['mediaIds'] as unknown[]).length > 0)
    .slice(-PICTURES.showcase_post);
  const users = matching(/^users\/[^/]+$/).slice(0, PICTURES.profile);
  const events = matching(/^events\/[^/]+$/).slice(0, PICTURES.event);
  return [
    ...posts.map(({ path, fields }) =>
      illustrate(path, 'showcase_post', fields['userId'], fields['category']),
    ),
    ...users.map(({ path, fields }) => illustrate(path, 'profile', path.split('/')[1], fields['name'])),
    ...events.map(({ path, fields }) => illustrate(path, 'event', fields['createdBy'], fields['title'])),
  ];
}

function illustrate(path: string, purpose: Purpose, uid: unknown, title: unknown): IllustratedDocument {
  return { path, purpose, uid: String(uid), title: String(title) };
}
