import type { CampusDocument } from '../campus/campus.ts';
import { drawAvatar, drawPoster, drawProject } from './drawings.ts';

/** A document that should get a picture. */
export interface Illustration {
  path: string;
  purpose: 'showcase_post' | 'profile' | 'event';
  /** The user who uploads it. */
  uid: string;
  /** The picture as SVG. */
  drawing: string;
}

/** A picture takes 0.2 to 0.3 seconds from its upload to its backup. */
const POSTS = 6;
const PROFILES = 40;

/** Pictures for what is seen most: all coming events, their organisers, and the newest posts with their authors. */
export function chooseIllustrations(documents: CampusDocument[], now: Date): Illustration[] {
  const events = select(documents, /^events\/[^/]+$/).filter(
    ({ fields }) => (fields['startDate'] as Date) > now,
  );
  const posts = select(documents, /^showcase_posts\//)
    .filter(({ fields }) => (fields['mediaIds'] as string[]).length > 0)
    .slice(-POSTS);
  const users = new Map(select(documents, /^users\/[^/]+$/).map((user) => [idOf(user), user]));
  const seen = new Set([
    ...events.map(({ fields }) => String(fields['createdBy'])),
    ...posts.map(({ fields }) => String(fields['userId'])),
    ...users.keys(),
  ]);
  const profiles = [...seen].slice(0, PROFILES).flatMap((uid) => users.get(uid) ?? []);
  return [...profiles.map(illustrateProfile), ...events.map(illustrateEvent), ...posts.map(illustratePost)];
}

function select(documents: CampusDocument[], path: RegExp): CampusDocument[] {
  return documents.filter((document) => path.test(document.path));
}

function illustrateProfile(user: CampusDocument): Illustration {
  const drawing = drawAvatar(String(user.fields['name']));
  return { path: user.path, purpose: 'profile', uid: idOf(user), drawing };
}

function illustrateEvent({ path, fields }: CampusDocument): Illustration {
  const { title, category, createdBy, startDate } = fields;
  const drawing = drawPoster({
    title: String(title),
    category: String(category),
    start: startDate as Date,
  });
  return { path, purpose: 'event', uid: String(createdBy), drawing };
}

function illustratePost({ path, fields }: CampusDocument): Illustration {
  const skills = fields['skills'] as string[];
  const drawing = drawProject(skills.length > 0 ? skills.join(' · ') : String(fields['category']));
  return { path, purpose: 'showcase_post', uid: String(fields['userId']), drawing };
}

function idOf({ path }: CampusDocument): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
