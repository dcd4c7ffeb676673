/**
 * Who may call what, and whose data they get: the wrapper of callables is made of this table, and the tests try every
 * cell of it.
 */
import type { Caller } from './caller.ts';

/**
 * - `none`: the call is refused.
 * - `own`: their own data, and what every member may know of others: cards, and figures about groups.
 * - `departments`: besides, people and figures of the departments in their claims.
 * - `everyone`: besides, people and exact figures of all departments.
 */
export type Reach = 'none' | 'own' | 'departments' | 'everyone';

export interface Access {
  /** Students, alumni, and members without a role. */
  member: Reach;
  faculty: Reach;
  admin: Reach;
  /** Such a call uses up its App Check token, so that it cannot be replayed. */
  irreversible?: true;
}

export const POLICY = {
  audit: { member: 'none', faculty: 'none', admin: 'everyone' },
  careerPaths: { member: 'own', faculty: 'departments', admin: 'everyone' },
  checkIn: { member: 'own', faculty: 'everyone', admin: 'everyone' },
  checkInCode: { member: 'own', faculty: 'everyone', admin: 'everyone' },
  completeUpload: { member: 'own', faculty: 'own', admin: 'own' },
  createUpload: { member: 'own', faculty: 'own', admin: 'own' },
  deleteMyAccount: { member: 'own', faculty: 'own', admin: 'own', irreversible: true },
  deleteMedia: { member: 'own', faculty: 'own', admin: 'own', irreversible: true },
  departmentOverview: { member: 'none', faculty: 'departments', admin: 'everyone' },
  directory: { member: 'own', faculty: 'own', admin: 'everyone' },
  engagementForecast: { member: 'own', faculty: 'departments', admin: 'everyone' },
  eraseUser: { member: 'none', faculty: 'none', admin: 'everyone', irreversible: true },
  eventAttendees: { member: 'own', faculty: 'everyone', admin: 'everyone' },
  eventInsights: { member: 'own', faculty: 'own', admin: 'everyone' },
  exportMyData: { member: 'own', faculty: 'own', admin: 'own' },
  keepMyAccount: { member: 'own', faculty: 'own', admin: 'own' },
  manageDeadLetters: { member: 'none', faculty: 'none', admin: 'everyone', irreversible: true },
  mediaUrl: { member: 'own', faculty: 'own', admin: 'own' },
  mediaUsage: { member: 'own', faculty: 'own', admin: 'everyone' },
  mergeSkills: { member: 'none', faculty: 'none', admin: 'everyone', irreversible: true },
  platformReport: { member: 'none', faculty: 'own', admin: 'everyone' },
  recommendationQuality: { member: 'none', faculty: 'none', admin: 'everyone' },
  recommendations: { member: 'own', faculty: 'departments', admin: 'everyone' },
  recordFeedback: { member: 'own', faculty: 'own', admin: 'own' },
  recordProfileView: { member: 'own', faculty: 'own', admin: 'own' },
  searchTalent: { member: 'own', faculty: 'own', admin: 'own' },
  setUserRole: { member: 'none', faculty: 'none', admin: 'everyone', irreversible: true },
  similarStudents: { member: 'own', faculty: 'departments', admin: 'everyone' },
  skillTrends: { member: 'own', faculty: 'own', admin: 'everyone' },
  studentsAtRisk: { member: 'none', faculty: 'departments', admin: 'everyone' },
  syncStatus: { member: 'none', faculty: 'none', admin: 'everyone' },
  uploadImage: { member: 'own', faculty: 'own', admin: 'own' },
  userAnalytics: { member: 'own', faculty: 'departments', admin: 'everyone' },
  verifySkill: { member: 'none', faculty: 'departments', admin: 'everyone' },
} as const satisfies Record<string, Access>;

export type CallableName = keyof typeof POLICY;

/** The callables that give somebody more than members get. */
export type PrivilegedCallable = {
  [Name in CallableName]: (typeof POLICY)[Name] extends Record<
    'faculty' | 'admin',
    (typeof POLICY)[Name]['member']
  >
    ? never
    : Name;
}[CallableName];

/** Whose data a caller gets. */
export function reachOf(access: Access, { role }: Pick<Caller, 'role'>): Reach {
  return role === 'admin' || role === 'faculty' ? access[role] : access.member;
}

/** Whether a caller gets more than members do, so that a revoked right must not count for another hour. */
export function isPrivileged(access: Access, caller: Pick<Caller, 'role'>): boolean {
  return reachOf(access, caller) !== access.member;
}

/** Who may make a call that members may not, in words. */
export function rolesWith(access: Access): string {
  return access.faculty === 'none' ? 'administrators' : 'faculty and administrators';
}
