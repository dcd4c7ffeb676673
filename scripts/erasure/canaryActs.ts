import type { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import { backUpFile } from '../../functions/src/media/backup/backUpFile.ts';
import { authoriseUpload } from '../../functions/src/media/createUpload.ts';
import { call, type Dependencies } from '../../functions/src/platform/callable.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { accounts } from '../../functions/src/platform/identity/account.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { OptionalRedis } from '../../functions/src/platform/redis.ts';
import { deployedCallables } from '../../functions/test/docs/deployedCallables.ts';
import { callContext, memberToken, UNCHECKED, type Claims } from '../lib/callContext.ts';
import type { InProcessMedia } from '../local/inProcessMedia.ts';
import { eventOf, type Cast } from './canaryDocuments.ts';
import type { CanaryPerson } from './canaryPeople.ts';

const CONCURRENCY = 8;

/** The smallest PNG. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const STUDENT: Claims = { role: 'student' };
const ADMIN: Claims = { role: 'admin', departments: [] };

/** Creates the accounts of a cast, with a canary among the claims. */
export async function createAccounts({ leaving, staying }: Cast): Promise<void> {
  const limited = limitConcurrency(CONCURRENCY);
  const create = async ({ uid, email, name, canary }: CanaryPerson): Promise<void> => {
    await accounts().createUser({ uid, email, displayName: name, emailVerified: true, password: canary() });
    await accounts().setCustomUserClaims(uid, { ...STUDENT, note: canary() });
  };
  await Promise.all([...leaving, ...staying].map((person) => limited(() => create(person))));
}

/** Uploads pictures of a person as an app does, and backs them up. Returns their ids. */
export async function uploadPictures(
  sql: Sql,
  { stores, cloudinary }: InProcessMedia,
  uid: string,
  pictures: number,
): Promise<string[]> {
  const limited = limitConcurrency(CONCURRENCY);
  const upload = async (): Promise<string> => {
    const { mediaId, fields } = await authoriseUpload(callContext(sql, uid), stores, {
      type: 'image',
      sizeBytes: PICTURE.length,
      contentType: 'image/png',
      purpose: 'showcase_post',
      source: 'mobile',
    });
    await store(stores.cloudinary, fields);
    return mediaId;
  };
  const ids = await Promise.all(Array.from({ length: pictures }, () => limited(upload)));
  await cloudinary.notifier.idle();
  await Promise.all(ids.map((id) => limited(() => backUpFile(sql, stores, id))));
  return ids;
}

function store(cloudinary: Cloudinary, fields: Record<string, string>): Promise<unknown> {
  return cloudinary.upload('image', fields, new Blob([PICTURE]));
}

/** A call as the app makes it. */
interface Act {
  name: string;
  input: object;
  claims?: Claims;
}

/** What a person who is signed in asks and says, about themselves and about somebody else. */
function actsOf(person: CanaryPerson, other: CanaryPerson, fileId: string | undefined): Act[] {
  const eventId = eventOf(person).replace('events/', '');
  const item = (type: string, id: string, action: string): object => ({ type, id, action });
  return [
    ...['user', 'event', 'skill'].map((type) => ({ name: 'recommendations', input: { type } })),
    { name: 'similarStudents', input: {} },
    ...[other.name, person.name, 'TypeScript'].map((query) => ({ name: 'searchTalent', input: { query } })),
    ...['careerPaths', 'engagementForecast', 'userAnalytics', 'mediaUsage', 'skillTrends'].map((name) => ({
      ...{ name, input: {} },
    })),
    { name: 'eventAttendees', input: { eventId } },
    { name: 'eventInsights', input: { eventId } },
    ...(fileId === undefined ? [] : [{ name: 'mediaUrl', input: { mediaIds: [fileId] } }]),
    { name: 'recordProfileView', input: { userId: other.uid } },
    {
      name: 'recordFeedback',
      input: { items: [item('user', other.uid, 'shown'), item('user', other.uid, 'dismissed')] },
    },
    {
      name: 'recordFeedback',
      input: { items: [item('event', eventOf(other).replace('events/', ''), 'opened')] },
    },
    // With more rights, which is on record.
    { name: 'userAnalytics', input: { userId: other.uid }, claims: ADMIN },
    { name: 'studentsAtRisk', input: { below: 1 }, claims: ADMIN },
    { name: 'manageDeadLetters', input: { action: 'list' }, claims: ADMIN },
    { name: 'verifySkill', input: { userId: other.uid, skill: 'TypeScript', verified: true }, claims: ADMIN },
    { name: 'audit', input: { of: other.uid }, claims: ADMIN },
  ];
}

export interface CallTarget {
  sql: Sql;
  redis: OptionalRedis;
}

/**
 * Makes the calls of everybody, in process, through the wrapper of calls: their answers and counts stay in Redis, their
 * traces in Postgres. Returns the errors, by callable.
 */
export async function act(
  { sql, redis }: CallTarget,
  cast: Cast,
  files: ReadonlyMap<string, string[]>,
): Promise<Map<string, string>> {
  const callables = await deployedCallables();
  const dependencies: Dependencies = {
    redis: () => redis,
    sql: () => sql,
    now: () => new Date(),
    ...UNCHECKED,
  };
  const errors = new Map<string, string>();
  const people = [...cast.leaving, ...cast.staying];
  for (const [index, person] of people.entries()) {
    const other = people[(index + cast.leaving.length) % people.length] ?? person;
    for (const { name, input, claims = STUDENT } of actsOf(person, other, files.get(person.uid)?.[0])) {
      const definition = callables[name];
      if (definition === undefined) throw new Error(`${name} is not deployed`);
      const token = { ...memberToken(person.uid, claims), email: person.email };
      await call(definition, { token, data: input }, dependencies).catch((error: unknown) =>
        errors.set(name, String(error)),
      );
    }
  }
  return errors;
}
