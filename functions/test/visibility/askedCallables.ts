import type { Claims } from '../../../scripts/lib/callContext.ts';
import type { Choice } from '../../src/platform/documents/visibility.ts';
import type { CallableName } from '../../src/platform/identity/policy.ts';

/** A call that shows something of the person who hides, until they do. */
export interface Showing {
  /** The choice that takes it away. */
  choice: Choice;
  /** Who asks; `ada` if it does not say. */
  uid?: string;
  claims?: Claims;
  input: object;
  /** What is in the answer before, and in no answer after. */
  shows: RegExp;
}

/** Calls whose answer is never about the person who hides, whatever they choose. */
export interface Harmless {
  uid?: string;
  claims?: Claims;
  input: object;
}

const FACULTY = { role: 'faculty', departments: ['Computer Science'] };
const ADMIN = { role: 'admin', departments: [] };

/** The id and the name of the person who hides. */
export const ZOE = /zoe-17|Zenobia|Quill/;
/** The events that ada shares with them alone. */
const SHARED_EVENT = /night-of-ferris|Night of Ferris/;

/** What every deployed callable tells about somebody who hides; or why it need not be asked. */
export const CALLABLES: Record<CallableName, Showing[] | Harmless[] | string> = {
  searchTalent: [
    { choice: 'search', input: { query: 'Zenobia Quill' }, shows: ZOE },
    { choice: 'search', input: { query: 'writing compilers' }, shows: ZOE },
    { choice: 'search', input: { query: 'rust', skills: ['Rust'], role: 'student' }, shows: ZOE },
  ],
  similarStudents: [
    { choice: 'matching', input: {}, shows: ZOE },
    { choice: 'matching', input: { department: 'Computer Science', role: 'student' }, shows: ZOE },
    // Without traits, the newest people are listed.
    { choice: 'matching', uid: 'new', input: {}, shows: ZOE },
    { choice: 'attendance', input: {}, shows: SHARED_EVENT },
    { choice: 'matching', uid: 'grace', claims: FACULTY, input: { userId: 'ada' }, shows: ZOE },
    { choice: 'attendance', uid: 'root', claims: ADMIN, input: { userId: 'ada' }, shows: SHARED_EVENT },
  ],
  recommendations: [
    { choice: 'matching', input: { type: 'user' }, shows: ZOE },
    // A list of more than 20 is made on each request.
    { choice: 'matching', input: { type: 'user', limit: 50 }, shows: ZOE },
    { choice: 'matching', uid: 'new', input: { type: 'user' }, shows: ZOE },
    { choice: 'attendance', input: { type: 'user' }, shows: SHARED_EVENT },
    { choice: 'attendance', input: { type: 'user', limit: 50 }, shows: SHARED_EVENT },
    { choice: 'attendance', uid: 'ben', input: { type: 'event' }, shows: /of your connections/ },
    { choice: 'attendance', uid: 'ben', input: { type: 'event', limit: 50 }, shows: /of your connections/ },
    { choice: 'matching', uid: 'grace', claims: FACULTY, input: { type: 'user', userId: 'ada' }, shows: ZOE },
    {
      choice: 'attendance',
      uid: 'root',
      claims: ADMIN,
      input: { type: 'event', userId: 'ben' },
      shows: /of your connections/,
    },
  ],
  studentsAtRisk: [
    { choice: 'forecast', uid: 'grace', claims: FACULTY, input: { below: 1, limit: 200 }, shows: ZOE },
    { choice: 'forecast', uid: 'root', claims: ADMIN, input: { below: 1, limit: 200 }, shows: ZOE },
  ],
  engagementForecast: [
    { choice: 'forecast', uid: 'grace', claims: FACULTY, input: { userId: 'zoe-17' }, shows: ZOE },
    { choice: 'forecast', uid: 'root', claims: ADMIN, input: { userId: 'zoe-17' }, shows: ZOE },
  ],
  eventAttendees: [
    { choice: 'attendance', input: { eventId: 'night-of-ferris' }, shows: ZOE },
    { choice: 'search', input: { eventId: 'night-of-ferris' }, shows: ZOE },
  ],
  mediaUrl: [{ choice: 'search', input: { mediaIds: ['PICTURE'] }, shows: ZOE }],

  careerPaths: [{ input: {} }, { uid: 'root', claims: ADMIN, input: { userId: 'ada' } }],
  departmentOverview: [
    { uid: 'grace', claims: FACULTY, input: {} },
    { uid: 'root', claims: ADMIN, input: { department: 'Computer Science' } },
  ],
  eventInsights: [
    { input: { eventId: 'night-of-ferris' } },
    { uid: 'root', claims: ADMIN, input: { eventId: 'night-of-ferris' } },
  ],
  platformReport: [{ uid: 'root', claims: ADMIN, input: {} }],
  recommendationQuality: [{ uid: 'root', claims: ADMIN, input: {} }],
  recordFeedback: [{ input: { items: [{ type: 'user', id: 'zoe-17', action: 'shown' }] } }],
  recordProfileView: [{ input: { userId: 'zoe-17' } }],
  directory: [{ input: {} }, { uid: 'root', claims: ADMIN, input: {} }],
  skillTrends: [{ input: {} }, { uid: 'root', claims: ADMIN, input: {} }],
  userAnalytics: [{ input: {} }, { uid: 'root', claims: ADMIN, input: { userId: 'ada' } }],

  checkIn: 'people whose ids the caller has given',
  checkInCode: 'a code for those who are there',
  audit: 'who looked at whom, for administrators',
  completeUpload: 'the file of the caller',
  createUpload: 'the file of the caller',
  deleteMyAccount: 'the account of the caller',
  eraseUser: 'the account that an administrator names',
  keepMyAccount: 'the account of the caller',
  deleteMedia: 'the file of the caller',
  exportMyData: 'says how far an archive of the caller is; the archive itself is tested where it is made',
  uploadImage: 'the file of the caller',
  mediaUsage: 'how much is stored, of the caller and of all',
  manageDeadLetters: 'the paths of documents, for administrators',
  mergeSkills: 'skills, for administrators',
  setUserRole: 'the account that an administrator names',
  verifySkill: 'a skill of the person whom staff name',
  syncStatus: 'tables, for administrators',
};
