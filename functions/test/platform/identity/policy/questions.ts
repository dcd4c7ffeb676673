import type { FunctionsErrorCode } from 'firebase-functions/https';
import type { CallableName } from '../../../../src/platform/identity/policy.ts';
import { DUPLICATES, eventOf, fileOf, HIDDEN, unwanted, type Asker } from './policyCampus.ts';

/** Whose data a question is about: the caller's, of the Law department, of the Art department, or everyone's. */
export const TARGETS = ['own', 'department', 'other', 'everyone'] as const;

export type Target = (typeof TARGETS)[number];

/**
 * How a call ends: refused with a code, or answered. An answer with figures about groups is `exact` or `rounded`;
 * `figures` expects what the reach of the caller gives.
 */
export type Outcome = FunctionsErrorCode | 'answered' | 'exact' | 'rounded' | 'figures';

export interface Question {
  input: object;
  /** Where the caller's reach covers whose data this is about. */
  covered: Outcome;
  otherwise: Outcome;
  /** Whom the answer names exactly if the reach covers them. */
  names?: string;
  /** How it ends for faculty without departments, if otherwise than for other faculty. */
  withoutDepartments?: Outcome;
}

interface Questions {
  ask: (asker: Asker) => Record<Target, Question>;
  /** How every question of faculty without departments ends. */
  withoutDepartments?: Outcome;
  /** Only people of departments in the caller's reach may be named. */
  namesOnlyReach?: true;
  /** Changes what is not the caller's own, so it is recorded whoever calls. */
  isChange?: true;
  /** Signatures expire, so it cannot be asked in the past. */
  inThePresent?: true;
}

const always = (outcome: Outcome, input: object): Question => ({
  input,
  covered: outcome,
  otherwise: outcome,
});
const refused = (code: FunctionsErrorCode, covered: Outcome, input: object): Question => ({
  input,
  covered,
  otherwise: code,
});

/** Of callables that have no way to ask about others: a field that would name them is refused, whoever asks. */
function onlyOwn(outcome: Outcome, input: object, others: object = {}): Questions['ask'] {
  const about = (userId: string): Question => always('invalid-argument', { ...input, ...others, userId });
  return () => ({
    own: always(outcome, input),
    department: about('law0'),
    other: about('art0'),
    everyone: about('graduate'),
  });
}

/** About somebody whom staff may name. */
const aboutPerson = (outcome: Outcome, input: { userId: string }): Question => ({
  ...refused('permission-denied', outcome, input),
  withoutDepartments: 'failed-precondition',
});

/** Of callables that answer about the caller, or about somebody whom staff name. */
function ofPerson(outcome: Outcome, input: object): Questions['ask'] {
  return () => ({
    own: always(outcome, input),
    department: aboutPerson(outcome, { ...input, userId: 'law0' }),
    other: aboutPerson(outcome, { ...input, userId: 'art0' }),
    everyone: aboutPerson(outcome, { ...input, userId: 'graduate' }),
  });
}

/** Of callables that answer alike whosever data it is: questions about their own, the department's, other and all. */
function alike(
  outcome: Outcome,
  own: object,
  department: object,
  other: object,
  everyone: object,
): Questions['ask'] {
  return () => ({
    own: always(outcome, own),
    department: always(outcome, department),
    other: always(outcome, other),
    everyone: always(outcome, everyone),
  });
}

/** Of callables on one file of the caller's; others' are not found, so that nobody learns that they exist. */
const onlyOwnFiles =
  (outcome: Outcome, own: (asker: Asker) => string, extra: object = {}): Questions['ask'] =>
  (asker) => {
    const file = (name: string): object => ({ mediaId: fileOf(name), ...extra });
    return {
      own: always(outcome, file(own(asker))),
      department: always('not-found', file('law0')),
      other: always('not-found', file('art0')),
      everyone: always('not-found', file('law1')),
    };
  };

/** Of callables for those who run an event: its owner, and staff. */
function aboutEvents(covered: Outcome, input: object = {}): Questions['ask'] {
  const about = (eventId: string): Question => refused('permission-denied', covered, { eventId, ...input });
  return (asker) => ({
    own: about(eventOf(asker)),
    department: about('fair'),
    other: about('show'),
    everyone: about('fair'),
  });
}

/** The smallest GIF. */
const IMAGE = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const UPLOAD = { type: 'image', sizeBytes: 1000, contentType: 'image/jpeg', purpose: 'profile' };
const OPEN_MONTH = '2026-03';
const FEEDBACK = { type: 'user', id: 'law0', action: 'shown' };

/** The questions to every callable of the policy. A callable without an entry does not compile. */
export const QUESTIONS: Record<CallableName, Questions> = {
  audit: {
    ask: (asker) => alike('answered', { by: asker }, { of: 'law0' }, { of: 'art0' }, {})(asker),
  },
  careerPaths: {
    ask: () => ({
      own: always('figures', {}),
      // Nobody has moved on from where these are, and the graduate has been nowhere.
      department: aboutPerson('answered', { userId: 'law0' }),
      other: aboutPerson('answered', { userId: 'art0' }),
      everyone: aboutPerson('figures', { userId: 'graduate' }),
    }),
  },
  // What was withdrawn may be asked for at any time.
  checkIn: { ask: aboutEvents('answered', { userIds: ['law0'], withdraw: true }), isChange: true },
  // The events are over, which only those who may check people in get to know.
  checkInCode: { ask: aboutEvents('failed-precondition'), isChange: true },
  completeUpload: {
    // The owner gets as far as the signature, which is not Cloudinary's.
    ask: onlyOwnFiles('invalid-argument', (asker) => asker, { version: 1, signature: 'any' }),
    inThePresent: true,
  },
  createUpload: { ask: onlyOwn('answered', UPLOAD), inThePresent: true },
  deleteMyAccount: { ask: onlyOwn('answered', {}) },
  deleteMedia: { ask: onlyOwnFiles('answered', unwanted), inThePresent: true },
  departmentOverview: {
    ask: () => ({
      own: always('figures', {}),
      department: refused('permission-denied', 'figures', { department: 'Law' }),
      other: refused('permission-denied', 'figures', { department: 'Art' }),
      everyone: refused('permission-denied', 'figures', { department: 'Art', month: OPEN_MONTH }),
    }),
    withoutDepartments: 'failed-precondition',
  },
  directory: { ask: alike('figures', {}, {}, {}, {}) },
  engagementForecast: { ask: ofPerson('answered', {}) },
  eraseUser: {
    ask: (asker) => ({
      own: always('permission-denied', { userId: asker }),
      department: always('answered', { userId: 'law0' }),
      other: always('answered', { userId: 'art0' }),
      everyone: always('answered', { userId: 'graduate', graceDays: 3 }),
    }),
  },
  eventAttendees: {
    ask: (asker) => {
      const about = (eventId: string): Question => ({
        input: { eventId },
        covered: 'exact',
        otherwise: 'rounded',
        names: HIDDEN,
      });
      return {
        own: about(eventOf(asker)),
        department: about('fair'),
        other: about('show'),
        everyone: about('fair'),
      };
    },
  },
  eventInsights: {
    ask: (asker) => {
      const about = (eventId: string): Question => always('figures', { eventId });
      return {
        own: about(eventOf(asker)),
        department: about('fair'),
        other: about('show'),
        everyone: about('fair'),
      };
    },
  },
  exportMyData: { ask: onlyOwn('answered', {}) },
  keepMyAccount: { ask: onlyOwn('answered', {}) },
  manageDeadLetters: {
    ask: alike(
      'answered',
      { action: 'list' },
      { action: 'list', discarded: true },
      { action: 'show', id: 1 },
      {
        action: 'list',
        limit: 1000,
      },
    ),
  },
  mediaUrl: {
    ask: (asker) => {
      // Others' files come as null, so that nobody learns that they exist.
      const files = (...names: string[]): object => ({ mediaIds: names.map(fileOf) });
      return alike('answered', files(asker), files('law0'), files('art0'), files('law1'))(asker);
    },
    inThePresent: true,
  },
  mediaUsage: {
    ask: (asker) => ({
      ...onlyOwn('answered', {})(asker),
      everyone: { ...refused('permission-denied', 'answered', { includePlan: true }), names: 'plan' },
    }),
  },
  mergeSkills: {
    ask: () => {
      const merge = (target: Target): Question =>
        always('answered', {
          from: { by: 'name', name: DUPLICATES[target] },
          into: { by: 'name', name: 'Rust' },
        });
      return {
        own: merge('own'),
        department: merge('department'),
        other: merge('other'),
        everyone: merge('everyone'),
      };
    },
  },
  platformReport: {
    ask: (asker) => ({ ...onlyOwn('figures', {})(asker), everyone: always('figures', { csv: true }) }),
  },
  recommendationQuality: {
    ask: (asker) => ({ ...onlyOwn('answered', {})(asker), everyone: always('answered', { days: 365 }) }),
  },
  recommendations: { ask: ofPerson('answered', { type: 'user' }) },
  recordFeedback: { ask: onlyOwn('answered', { items: [FEEDBACK] }) },
  recordProfileView: {
    ask: (asker) =>
      alike(
        'answered',
        { userId: asker },
        { userId: 'law0' },
        { userId: 'art0' },
        { userId: 'graduate' },
      )(asker),
  },
  searchTalent: {
    ask: alike(
      'answered',
      { query: 'Rust' },
      { query: 'Rust', department: 'Law' },
      { query: 'Rust', department: 'Art' },
      { query: 'graduate', role: 'alumni' },
    ),
  },
  setUserRole: {
    ask: (asker) =>
      alike(
        'answered',
        { userId: asker, role: 'admin' },
        { userId: 'law0', role: 'faculty', departments: ['Law'] },
        { userId: 'art0', role: 'admin' },
        { userId: 'graduate', role: 'student' },
      )(asker),
  },
  similarStudents: { ask: ofPerson('answered', {}) },
  skillTrends: {
    ask: alike(
      'figures',
      {},
      { department: 'Law' },
      { department: 'Art' },
      { department: 'Art', month: '2026-02' },
    ),
  },
  studentsAtRisk: {
    ask: () => ({
      own: always('answered', { below: 1 }),
      department: refused('permission-denied', 'answered', { below: 1, department: 'Law' }),
      other: refused('permission-denied', 'answered', { below: 1, department: 'Art' }),
      everyone: { ...always('answered', { below: 1, limit: 200 }), names: 'art0' },
    }),
    withoutDepartments: 'failed-precondition',
    namesOnlyReach: true,
  },
  syncStatus: { ask: alike('answered', {}, {}, {}, {}) },
  uploadImage: { ask: onlyOwn('answered', { data: IMAGE, purpose: 'profile' }), inThePresent: true },
  userAnalytics: { ask: ofPerson('answered', {}) },
  verifySkill: {
    ask: (asker) => {
      const skill = { skill: 'sql', verified: true };
      return {
        own: always('permission-denied', { ...skill, userId: asker }),
        department: aboutPerson('answered', { ...skill, userId: 'law0' }),
        other: aboutPerson('answered', { ...skill, userId: 'art0' }),
        // Of no department.
        everyone: aboutPerson('answered', { ...skill, userId: 'student' }),
      };
    },
  },
};
