// Written by `npm run clients` from clients/contract.json: change the callables instead.
import type { CallableTraits, CallOptions, NoInput, Open, ShortList, Time, UnknownVariant } from './types.ts';

/** The callables: each takes its input and resolves to its answer, or throws a `TalentError`. */
export interface TalentCallables {
  /**
   * Who saw whose data, and who did what, with more rights than members have.
   *
   * The record goes back 400 days. Asking is recorded, too.
   */
  audit: {
    (input?: AuditInput, options?: CallOptions): Promise<AuditLog>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: (input?: AuditInput, options?: CallOptions) => AsyncIterableIterator<AuditLog>;
  };

  /**
   * Positions that may come next for the caller, or for somebody whom the caller looks after.
   *
   * They are predicted from the careers of others and, where these are few, from the imported taxonomy of
   * occupations. `asOf` is when the careers of others were counted: at night or, before the first night, by
   * the first call if the campus has up to 2,000 positions and no taxonomy. Only administrators see exact
   * figures, figures of fewer than five people, or titles that fewer than five people hold and the taxonomy
   * does not have.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  careerPaths: (input?: CareerPathsInput, options?: CallOptions) => Promise<CareerPaths>;

  /**
   * Checks people in at an event: by list, for its owner, faculty and administrators; by code, for oneself.
   *
   * Owners who are not staff check in people who have said that they are going; others enter the code
   * themselves. Each person is decided alone. People who let nobody know where they go can be checked in, and
   * are still shown to nobody else.
   *
   * By list, check-in is open from an hour before the event until 14 days after it; by code, until an hour
   * after it. Outside these times, and for an event without a start, the call fails with `not-ready`. A
   * check-in can be withdrawn at any time, which leaves what there was before: the person’s answer, without a
   * rating; what an import says; or nothing.
   *
   * `not-found` if the code is wrong or has expired; `not-allowed` for the person who made it. The record
   * says who checked somebody in: with a code, the person who made it.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  checkIn: (input?: CheckInInput, options?: CallOptions) => Promise<CheckIns>;

  /**
   * A code to show at an event, by which people there check themselves in with `checkIn`.
   *
   * It works for five minutes, for anybody who learns it: somebody who forwards it at once checks in a friend
   * who is not there. So show it no longer than needed, and the next one before it expires; check-ins of
   * people whom nobody saw can be withdrawn. A new code does not cancel those that are still valid. Codes are
   * given from an hour before the event until an hour after it; otherwise the call fails with `not-ready`.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  checkInCode: (input: CheckInCodeInput, options?: CallOptions) => Promise<CheckInCode>;

  /**
   * Reports that an upload of the caller’s is done, and returns the file.
   *
   * Cloudinary also notifies the suite, so this call may come first, second, twice or never. `not-found` if
   * the caller has no such upload; `not-ready` while the file has not arrived: try again.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  completeUpload: (input: CompleteUploadInput, options?: CallOptions) => Promise<MediaFile>;

  /**
   * Allows one direct upload to Cloudinary.
   *
   * It counts towards the person’s monthly quota and the campus’s plan from now on, unless it expires;
   * `over-quota` beyond either. `not-ready` if no Cloudinary account is configured.
   *
   * @throws TalentError also for `not-ready`, `over-quota`
   */
  createUpload: (input: CreateUploadInput, options?: CallOptions) => Promise<AnnouncedUpload>;

  /**
   * Deletes one of the caller’s own files everywhere.
   *
   * From the answer on, nobody gets a URL of it.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  deleteMedia: (input: DeleteMediaInput, options?: CallOptions) => Promise<DeletedMedia>;

  /**
   * Deletes the caller’s account and everything kept about them, after a period of grace.
   *
   * They are hidden from others at once: no card, no search, no suggestions, no figures. Until `dueAt` they
   * can sign in and call `keepMyAccount`; their posts can still be read. Another call gives the same receipt
   * and date.
   *
   * The caller must have signed in within the last five minutes; otherwise the call fails with
   * `not-signed-in`: let them sign in again (`reauthenticateWithCredential`), fetch a new token, and call
   * again. `not-ready` for the last administrator who can sign in.
   *
   * After that, their account, profile, positions, posts, connections, attendance, uploads, scores and
   * everything else is removed from every store. Events that they organised remain, without an owner; their
   * comments stay in their places, without author or text. Apps cannot delete `users/{uid}` themselves.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  deleteMyAccount: (input?: NoInput, options?: CallOptions) => Promise<ErasureReceipt>;

  /**
   * How active a department is, which skills it uses, and which events it visits.
   *
   * A month is as it was counted a week after its end, and does not change afterwards. For a month that is
   * not shown, figures are null, lists are empty, and `missing` says so.
   *
   * @throws TalentError also for `not-ready`
   */
  departmentOverview: (input?: DepartmentOverviewInput, options?: CallOptions) => Promise<DepartmentOverview>;

  /**
   * The departments, event categories and common skills that a screen can filter by, in one call.
   *
   * Every `name` is what other calls take as `department` or in `skills`. Names are as of the call, and those
   * of people who hide from search and from matching are left out; people are counted once a month, so that
   * nobody learns from two answers what one person changed.
   */
  directory: (input?: NoInput, options?: CallOptions) => Promise<Directory>;

  /**
   * How likely the caller, or somebody whom the caller looks after, is to be active within 30 and 60 days.
   *
   * `asOf` is when the model was trained; activity counts as it is now. Those who hide their forecast see it
   * themselves, and nobody else does; refusals do not reveal whether somebody hides it.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  engagementForecast: (input?: EngagementForecastInput, options?: CallOptions) => Promise<EngagementForecast>;

  /**
   * Erases somebody from every store, like `deleteMyAccount`: at once, or after a period of grace in which
   * they are hidden.
   *
   * It begins within seconds and takes minutes; passes 2 and 25 hours later remove what came in meanwhile. If
   * it was requested before, the earlier date counts. `not-found` if there is no account, no profile and no
   * row of theirs; `not-ready` for the last administrator who can sign in; `not-allowed` for oneself.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  eraseUser: (input: EraseUserInput, options?: CallOptions) => Promise<ErasureReceipt>;

  /**
   * Who goes to an event.
   *
   * The event’s owner (`createdBy`), faculty and administrators get everybody who is going or came, and exact
   * counts. Others get the people who share which events they go to and are visible in search, and counts
   * that reveal nothing about one person; so more may be going than are listed.
   *
   * @throws TalentError also for `not-found`
   */
  eventAttendees: {
    (input: EventAttendeesInput, options?: CallOptions): Promise<EventAttendees>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: (input: EventAttendeesInput, options?: CallOptions) => AsyncIterableIterator<EventAttendees>;
  };

  /**
   * Who answered an invitation, who came, and which other events the same people visit.
   *
   * Answers and visits after `asOf` are not included. Before the first night, the first call counts the
   * events of a campus with up to 10,000 answers.
   *
   * @throws TalentError also for `not-found`
   */
  eventInsights: (input: EventInsightsInput, options?: CallOptions) => Promise<EventInsights>;

  /**
   * An archive of everything that is kept about the caller: a zip with a page that explains it, JSON for
   * every collection and table, and the originals of their media.
   *
   * The first call has it made in the background, which takes minutes; later calls say whether it is ready,
   * and then give a URL that works until a day after it was begun. A new one can be asked for once an hour
   * (after a failure, at once), up to three times a day; beyond that the call fails with `over-quota`. It can
   * be asked for while the account is waiting to be erased. Other people are in it only by the name on their
   * card. `not-ready` if the campus has no bucket for archives.
   *
   * @throws TalentError also for `not-ready`, `over-quota`
   */
  exportMyData: (input?: ExportMyDataInput, options?: CallOptions) => Promise<DataExport>;

  /**
   * Withdraws what `deleteMyAccount` has requested: the caller is shown again as they were.
   *
   * `not-ready` once the erasure has begun; `not-allowed` if an administrator has asked for it, too.
   *
   * @throws TalentError also for `not-ready`
   */
  keepMyAccount: (input?: NoInput, options?: CallOptions) => Promise<KeptAccount>;

  /**
   * Lists, shows, replays and discards dead letters, as `npm run dead-letters` does, but without the contents
   * of documents.
   *
   * A replay applies the documents’ current state; one call replays up to 1,000. Operators read the contents
   * with `npm run dead-letters -- show`. A discarded letter stays, and is listed with `discarded`.
   * `not-found` if no open dead letter has the `id` or the `reason` of a selection.
   *
   * @throws TalentError also for `not-found`
   */
  manageDeadLetters: (input: ManageDeadLettersInput, options?: CallOptions) => Promise<DeadLettersManaged>;

  /**
   * The URLs of up to 50 files, nearest to the size in which the app shows them.
   *
   * The owner of a file sees it always. Others see it while one of the owner’s documents shows it (a post, an
   * event or the profile), and for a day after its upload or after the last document stopped showing it;
   * files of purpose `profile` only while the owner’s profile shows them and the owner is visible in search.
   *
   * A URL is signed for one rendition of one file. Anybody who has it can see that rendition without signing
   * in, until the file is deleted, or until the night after others may no longer see it. So ask for URLs when
   * you show files, rather than keeping them: a file that is shown again has new ones.
   *
   * @throws TalentError also for `not-ready`
   */
  mediaUrl: (input: MediaUrlInput, options?: CallOptions) => Promise<MediaUrls>;

  /** What the caller has used this month (UTC), and their quota. */
  mediaUsage: (input?: MediaUsageInput, options?: CallOptions) => Promise<MediaUsage>;

  /**
   * Makes two skills one, for good, as `npm run skills -- merge` does.
   *
   * `already-exists` if both are names of the same skill; `not-found` if there is no such skill, with the
   * most similar one.
   *
   * @throws TalentError also for `already-exists`, `not-found`
   */
  mergeSkills: (input: MergeSkillsInput, options?: CallOptions) => Promise<MergedSkills>;

  /**
   * The weekly report: active users, retention by the month of joining, and the sync.
   *
   * A report does not change after it was made, at `asOf`. Before the first one, `figures` are last week’s
   * users by role. `not-found` if there is no report on the week asked for.
   *
   * @throws TalentError also for `not-found`
   */
  platformReport: (input?: PlatformReportInput, options?: CallOptions) => Promise<PlatformReport>;

  /** How much of what was recommended was opened, accepted and dismissed. */
  recommendationQuality: (input?: RecommendationQualityInput, options?: CallOptions) => Promise<RecommendationQuality>;

  /**
   * Upcoming events to join, people to meet or skills to learn, for the caller or for somebody whom the
   * caller looks after.
   *
   * `asOf` is when the nightly statistics or model behind the list were made; before the first night,
   * everything is counted on request. Somebody without history gets the newest members, those of their
   * department first, for `user`, and what is common in their department for `skill`.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  recommendations: (input: RecommendationsInput, options?: CallOptions) => Promise<Recommendations>;

  /**
   * Records what the caller did with recommendations.
   *
   * Sending the same item again within ten minutes changes nothing. What is `dismissed` is not shown again
   * for 90 days, and each dismissal lowers its category or department, up to a factor of two after ten.
   * `restored` takes a dismissal back, as if it had never been: the item may be recommended again at once.
   * What is shown more than three times and never opened sinks. Feedback is kept for a year, as one row for
   * each person and thing.
   */
  recordFeedback: (input: RecordFeedbackInput, options?: CallOptions) => Promise<RecordedFeedback>;

  /**
   * Records that the caller has viewed a profile.
   *
   * Each viewer counts once per day of the campus; viewing one’s own profile does not count. Who viewed whom
   * is forgotten after two days; the count stays. `not-found` if there is no such person.
   *
   * @throws TalentError also for `not-found`
   */
  recordProfileView: (input: RecordProfileViewInput, options?: CallOptions) => Promise<RecordedProfileView>;

  /**
   * The people who best match a free text.
   *
   * It searches names, departments, bios, skills, positions and posts, by words (including misspellings,
   * inflections and other names for the same thing) and by meaning; all filters must hold. Answers are not
   * cached, so a change is found at once; meanings may be five minutes behind. After many profiles have just
   * been copied, the profiles and positions of people who are not indexed yet are searched word by word, and
   * `missing` says so.
   */
  searchTalent: {
    (input: SearchTalentInput, options?: CallOptions): Promise<SearchedTalent>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: (input: SearchTalentInput, options?: CallOptions) => AsyncIterableIterator<SearchedTalent>;
  };

  /**
   * Gives somebody a role, and faculty the departments they look after, in place of what they had.
   *
   * Rights that are taken away stop counting at once where they matter, and the person has to sign in again;
   * new rights come with the next token. After an error, repeat the call: it completes what was cut off.
   * Giving somebody the rights that they already have signs them out. `npm run admin` does the same with an
   * operator’s credentials. `not-found` if there is no such account; `not-ready` for the last administrator
   * who can sign in.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  setUserRole: (input: SetUserRoleInput, options?: CallOptions) => Promise<UserRights>;

  /**
   * The people most similar to the caller, or to somebody whom the caller looks after.
   *
   * The list is exactly what scoring everybody would give. Skills, posts and attendance count as they are
   * now; how rare a skill is, and whose events overlap, is as of `asOf`. Before the first night, rarity is
   * counted on request, and overlap is unknown.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  similarStudents: (input?: SimilarStudentsInput, options?: CallOptions) => Promise<SimilarStudents>;

  /**
   * Which skills are used, which are rising, and which go together.
   *
   * A month is as it was counted a week after its end, at `asOf`, and does not change afterwards; only
   * administrators see one that is not closed. For a month that is not shown, figures are null, lists are
   * empty, and `missing` says so.
   */
  skillTrends: (input?: SkillTrendsInput, options?: CallOptions) => Promise<SkillTrends>;

  /**
   * Students who were active in the last 180 days and are unlikely to be active in the next 60.
   *
   * Faculty see their own departments, administrators all, or the one they name. Nobody is listed who hides
   * their forecast. `asOf` is when the model was trained; activity counts as it is now. `not-ready` for
   * faculty who look after no department.
   *
   * @throws TalentError also for `not-ready`
   */
  studentsAtRisk: (input?: StudentsAtRiskInput, options?: CallOptions) => Promise<StudentsAtRisk>;

  /** The state of the synchronisation, as `npm run sync-control` shows it. */
  syncStatus: (input?: NoInput, options?: CallOptions) => Promise<SyncStatus>;

  /**
   * Uploads a small image through the server, for clients that cannot post it to Cloudinary themselves.
   *
   * The limits of `createUpload` apply. `not-ready` if no Cloudinary account is configured.
   *
   * @throws TalentError also for `not-ready`, `over-quota`
   */
  uploadImage: (input: UploadImageInput, options?: CallOptions) => Promise<MediaFile>;

  /**
   * The caller’s own activity and how it has changed, or that of somebody whom the caller looks after.
   *
   * Days and weeks are those of the campus; weeks start on Monday. Percentiles are as of `asOf`; everything
   * else is counted now.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  userAnalytics: (input?: UserAnalyticsInput, options?: CallOptions) => Promise<UserAnalytics>;

  /**
   * Verifies a skill that somebody lists on their profile, or withdraws its verification.
   *
   * Faculty verify skills of people of their departments; nobody verifies their own. A verification belongs
   * to the skill under all its spellings: it stays if the person removes the skill and lists it again, and if
   * operators merge skills. It is shown on the person’s card, whose `headline` names verified skills before
   * others of the same level. `not-found` names the most similar skill that they list.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  verifySkill: (input: VerifySkillInput, options?: CallOptions) => Promise<SkillVerification>;
}

/** How each of them may be called. */
export const CALLABLES: Record<keyof TalentCallables, CallableTraits> = {
  audit: { isIdempotent: true, hasPages: true },
  careerPaths: { isIdempotent: true },
  checkIn: { isIdempotent: true },
  checkInCode: {},
  completeUpload: { isIdempotent: true },
  createUpload: {},
  deleteMedia: { isIdempotent: true, usesUpAppCheckToken: true },
  deleteMyAccount: { isIdempotent: true, usesUpAppCheckToken: true },
  departmentOverview: { isIdempotent: true },
  directory: { isIdempotent: true },
  engagementForecast: { isIdempotent: true },
  eraseUser: { isIdempotent: true, usesUpAppCheckToken: true },
  eventAttendees: { isIdempotent: true, hasPages: true },
  eventInsights: { isIdempotent: true },
  exportMyData: { isIdempotent: true },
  keepMyAccount: { isIdempotent: true },
  manageDeadLetters: { usesUpAppCheckToken: true },
  mediaUrl: { isIdempotent: true },
  mediaUsage: { isIdempotent: true },
  mergeSkills: { usesUpAppCheckToken: true },
  platformReport: { isIdempotent: true },
  recommendationQuality: { isIdempotent: true },
  recommendations: { isIdempotent: true },
  recordFeedback: { isIdempotent: true },
  recordProfileView: { isIdempotent: true },
  searchTalent: { isIdempotent: true, hasPages: true },
  setUserRole: { usesUpAppCheckToken: true },
  similarStudents: { isIdempotent: true },
  skillTrends: { isIdempotent: true },
  studentsAtRisk: { isIdempotent: true },
  syncStatus: { isIdempotent: true },
  uploadImage: {},
  userAnalytics: { isIdempotent: true },
  verifySkill: { isIdempotent: true },
};

/** Differences between two periods; negative for less. */
export interface ActivityChange {
  posts: number;
  /** Events attended, whether known or claimed. */
  events: number;
  /** Those of them at which the person was checked in. */
  eventsCheckedIn: number;
  connections: number;
  /** At most one for each viewer and day. */
  profileViews: number;
  /** Likes, comments and shares that the posts of the period have received to date. */
  reactions: number;
  /** In percentage points; null if either is null. */
  percentile: number | null;
}

/** What a person did in the last 30 days. */
export interface ActivityMonth {
  posts: number;
  /** Events attended, whether known or claimed. */
  events: number;
  /** Those of them at which the person was checked in. */
  eventsCheckedIn: number;
  connections: number;
  /** At most one for each viewer and day. */
  profileViews: number;
  /** Likes, comments and shares that the posts of the period have received to date. */
  reactions: number;
  /**
   * The percentage of active people who are less active, from 0 to 100; null before the first night, and for
   * people who have become active for the first time since.
   */
  percentile: number | null;
}

/** Weeks in a row with a post, an event or a connection. */
export interface ActivityStreaks {
  /** Up to this week, or up to last week if nothing has happened in this one yet. */
  current: number;
  longest: number;
}

/** What a person did in a week of the campus. */
export interface ActivityWeek {
  /** Its Monday. */
  week: string;
  /** The same at the end of the week, or on the last day included. */
  percentile: number | null;
  posts: number;
  /** Events attended, whether known or claimed. */
  events: number;
  /** Those of them at which the person was checked in. */
  eventsCheckedIn: number;
  connections: number;
  /** At most one for each viewer and day. */
  profileViews: number;
  /** Likes, comments and shares that the posts of the period have received to date. */
  reactions: number;
}

/** What a person did in the last 365 days. */
export interface ActivityYear {
  posts: number;
  /** Events attended, whether known or claimed. */
  events: number;
  /** Those of them at which the person was checked in. */
  eventsCheckedIn: number;
  connections: number;
  /** At most one for each viewer and day. */
  profileViews: number;
  /** Likes, comments and shares that the posts of the period have received to date. */
  reactions: number;
}

export interface AllDeadLetters {
  by: 'all';
}

export interface AnnouncedUpload {
  mediaId: string;
  /** Where to post a form with these `fields`, and the file as `file`. */
  url: string;
  /** Post all of them, unchanged. */
  fields: Record<string, string>;
  /** When the upload must have begun: within 15 minutes for images, an hour for videos. */
  validUntil: Time;
}

export type AttendanceStatus = 'going' | 'attended';

/** One entry of the record. */
export interface AuditEntry {
  at: Time;
  /** The person who did it; null for an operator, and for somebody who was erased. */
  by: AuditedPerson | null;
  /** What the operator’s system calls them, which nobody has verified; null for a person. */
  operator: string | null;
  /** The role in which they did it; null for none, and for an operator. */
  role: string | null;
  /**
   * Whose data the caller got: of `departments`, of `everyone`, or their `own`, for those who manage
   * something of their own; null for operators.
   */
  reach: string | null;
  /** The name of a callable, or of an operator’s command. */
  action: string;
  /**
   * `ok`: the call was answered. `begun`: it was about to change something. Anything else: why there was no
   * answer.
   */
  outcome: Open<AuditOutcome>;
  /** What it was about besides people, such as an event; null if nothing else. */
  detail: Record<string, unknown> | null;
  /** The people whom it concerned; `total` includes those who were erased. */
  about: ShortList<AuditedPerson>;
}

export interface AuditInput {
  /** The person whom it concerned. */
  of?: string | undefined;
  /** The person who did it. */
  by?: string | undefined;
  /** The name of a callable, or of an operator’s command such as `dead-letters show`. */
  action?: string | undefined;
  /** From this time on, with an offset or `Z`. */
  from?: string | undefined;
  /** Before this time, with an offset or `Z`. */
  to?: string | undefined;
  /** By default 20. */
  limit?: number | undefined;
  /** `cursor` of the previous page, with the same `of`, `by` and `action`. */
  cursor?: string | undefined;
}

export interface AuditLog {
  /** The newest first. */
  entries: AuditEntry[];
  /** Gets the next page; null on the last one. */
  cursor: string | null;
}

export type AuditOutcome =
  | 'ok'
  | 'begun'
  | 'not-signed-in'
  | 'not-genuine'
  | 'not-a-member'
  | 'not-allowed'
  | 'bad-input'
  | 'too-many-calls'
  | 'over-quota'
  | 'not-found'
  | 'already-exists'
  | 'not-ready'
  | 'unreachable'
  | 'failed';

/** Somebody in the record. */
export interface AuditedPerson {
  id: string;
  /** Null for an account without a profile. */
  person: PersonCard | null;
}

/** A possible next position. */
export interface CareerPath {
  /** In its most common spelling. */
  title: string;
  /** From 0 to 1. Those of all possible positions sum to 1, but not all are listed. */
  probability: number;
  /** Null if there are none, or too few to be shown. */
  alumni: PathAlumni | null;
  /** Skills that people with this title have and the person lacks, the most distinctive first. */
  skills: PathSkill[];
}

export interface CareerPaths {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The title of the person’s current position as they wrote it; null if they have held none. */
  from: string | null;
  /** The likeliest first; empty if neither careers nor the taxonomy suggest any. */
  paths: CareerPath[];
}

export interface CareerPathsInput {
  /** By default 5. */
  limit?: number | undefined;
  /** Whom the answer is about; by default the caller. Only staff may name somebody else. */
  userId?: string | undefined;
}

export interface CheckInCode {
  /** To be shown at the event, such as `K7Q-M29-XTR`. */
  code: string;
  /** Five minutes after the call. */
  expiresAt: Time;
}

export interface CheckInCodeInput {
  eventId: string;
}

export interface CheckInInput {
  /** Required with `userIds`; with `code`, optional: the only event for which the code counts. */
  eventId?: string | undefined;
  /** Who was there. */
  userIds?: string[] | undefined;
  /**
   * With `userIds`: withdraws their check-in.
   *
   * By default false.
   */
  withdraw?: boolean | undefined;
  /** Instead of `userIds`: a code from `checkInCode`; case, spaces and hyphens do not matter. */
  code?: string | undefined;
}

/**
 * `already`: they were checked in before, and stay so. `not-checked-in`: there was nothing to withdraw.
 * `not-joined`: for owners, somebody who has not said that they are going. `not-found`: for staff, somebody
 * without a profile. `yourself`: nobody can say so of themselves.
 */
export type CheckInResult =
  | 'checked-in'
  | 'already'
  | 'withdrawn'
  | 'not-checked-in'
  | 'not-joined'
  | 'not-found'
  | 'yourself';

export interface CheckIns {
  eventId: string;
  /** In the order of the input, each person once. */
  results: PersonCheckIn[];
}

export interface CohortMonth {
  month: string;
  active: number;
  /** The share of the cohort that was active. */
  share: number;
}

/** How many of those who joined in one month stay active. */
export interface CohortRetention {
  /** The month in which these people joined. */
  cohort: string;
  members: number;
  /** The month in which they joined, and each later one that may be shown. */
  months: CohortMonth[];
}

/** Live changes of one table, and what became of them. */
export interface CollectionCounts {
  received: number;
  applied: number;
  /** Older than what was applied already. */
  superseded: number;
  deadLettered: number;
  lastReceivedAt: Time;
  /** How old the oldest change of the last batch was when it was applied, in seconds; null if unknown. */
  lagSeconds: number | null;
}

export interface CompleteUploadInput {
  mediaId: string;
  /** From Cloudinary’s response to the upload. */
  version: number;
  /** From Cloudinary’s response to the upload. */
  signature: string;
}

/** The last comparison of one table with Firestore. */
export interface ConsistencyCheck {
  finishedAt: Time;
  documents: number;
  /** Documents that were missing, stale or extra in Postgres. */
  inconsistent: number;
  repaired: number;
  /** The reads of Firestore that it cost. */
  billedReads: number;
}

export interface CreateUploadInput {
  type: MediaType;
  /** A larger file is removed as soon as it arrives. */
  sizeBytes: number;
  /** Such as `image/jpeg`, with or without parameters: `video/webm;codecs=vp9,opus`. */
  contentType: string;
  purpose: MediaPurpose;
  /** By default "mobile". */
  source?: UploadSource | undefined;
}

/** What has become of an archive of somebody’s data. */
export type DataExport = ExportPreparing | ExportReady | ExportFailed | UnknownVariant<'state'>;

/** A change that cannot be applied, without the contents of the document. */
export interface DeadLetter {
  id: number;
  collection: string;
  /** The path of the document; null for a message that is not a change. */
  path: string | null;
  reason: string;
  attempts: number;
  firstFailedAt: Time;
  lastFailedAt: Time;
  discarded: boolean;
}

export interface DeadLetterById {
  by: 'id';
  id: number;
}

/** Documents whose newest state cannot be applied. */
export interface DeadLetterCounts {
  open: number;
  discarded: number;
}

/** Open dead letters. */
export type DeadLetterSelection = DeadLetterById | DeadLettersByReason | AllDeadLetters;

export interface DeadLetterShown {
  action: 'show';
  /** Null if there is none with this id. */
  deadLetter: DeadLetter | null;
}

export interface DeadLettersByReason {
  by: 'reason';
  /** A text that the reason contains; case does not matter. */
  reason: string;
}

export interface DeadLettersDiscarded {
  action: 'discard';
  discarded: number;
}

export interface DeadLettersListed {
  action: 'list';
  /** In the order of their ids. */
  deadLetters: DeadLetter[];
}

/** What an action did, tagged like the input. */
export type DeadLettersManaged =
  | DeadLettersListed
  | DeadLetterShown
  | DeadLettersReplayed
  | DeadLettersDiscarded
  | UnknownVariant<'action'>;

export interface DeadLettersReplayed {
  action: 'replay';
  /** Removed, because the current state of the document is in Postgres. */
  resolved: number;
  /** Failed again; kept with the new reason and one more attempt. */
  failed: number;
  /** Not attempted, because one call replays 1,000: call again. */
  remaining: number;
  /** The first 20 of those that failed again, and why. */
  failures: ReplayFailure[];
}

/** Documents of one table with changes that a pause or an error holds up. */
export interface DeferredCounts {
  documents: number;
  /** The age of the oldest change, in seconds. */
  oldestSeconds: number;
}

export interface DeleteMediaInput {
  mediaId: string;
}

export interface DeletedMedia {
  /**
   * Whether every store has removed it; false if one could not be reached, from which it is removed within
   * the hour.
   */
  removed: boolean;
}

/** A file as viewers get it. */
export interface DeliveredFile {
  mediaId: string;
  ownerId: string;
  type: Open<MediaType>;
  /** The smallest rendition that is at least as large as wanted, or the largest there is. */
  url: string;
  rendition: Open<RenditionName>;
  /** Of `url`, in pixels; null if the size of the original is not known. */
  width: number | null;
  /** Of `url`, in pixels; null if the size of the original is not known. */
  height: number | null;
  /** 400 × 300; of a video, a still of 320 × 240. */
  thumbnailUrl: string | null;
  /** 800 × 600; null for videos. */
  mediumUrl: string | null;
  /** Within 640 × 360; null for images. */
  compressedUrl: string | null;
  /** Null for images. */
  durationSeconds: number | null;
}

export interface DepartmentEvent {
  event: EventCard;
  /** Visitors from the department. */
  people: number;
}

export interface DepartmentMonth {
  /** People with an account in the month. */
  members: number | null;
  /** Those of them who did anything in the month. */
  active: number | null;
  month: string;
}

export interface DepartmentOverview {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  department: string;
  month: string;
  /**
   * Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of
   * at least five.
   */
  exact: boolean;
  people: DepartmentPeople;
  /** The twelve months up to this one, the oldest first. */
  history: DepartmentMonth[];
  skills: DepartmentSkills;
  /** The events of the month with the most visitors from the department. */
  events: DepartmentEvent[];
}

export interface DepartmentOverviewInput {
  /**
   * Required unless the caller’s account names exactly one; faculty see only their own. The error is
   * `bad-input`.
   */
  department?: string | undefined;
  /** A month of the campus, such as `2026-03`; by default the latest that is shown. */
  month?: string | undefined;
  /** By default 10. */
  limit?: number | undefined;
}

/** The people of a department in a month, by what they did; null where it may not be shown. */
export interface DepartmentPeople {
  /** People with an account in the month. */
  members: number | null;
  /** Those of them who did anything in the month. */
  active: number | null;
  /** Those who wrote a post. */
  posted: number | null;
  /** Those who attended an event, whether known or claimed. */
  attended: number | null;
  /** Those who were checked in at an event, and so are known to have been there. */
  checkedIn: number | null;
  /** Those who made a connection. */
  connected: number | null;
}

/** The skills that people of a department use. */
export interface DepartmentSkills {
  /** People who used any skill in the month; null where it may not be shown. */
  people: number | null;
  /** The most used first. */
  popular: PopularSkill[];
  /** Skills whose share grew with 95 % certainty, the surest first. */
  rising: RisingSkill[];
}

export interface Directory {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The last closed month, at whose end people were counted; null if there is none yet. */
  month: string | null;
  /**
   * Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of
   * at least five.
   */
  exact: boolean;
  /** Those of people who can be found, in the order of their names. */
  departments: DirectoryDepartment[];
  /** Those of all events, in the order of their names. */
  eventCategories: DirectoryEventCategory[];
  /** The skills of people who can be found, at most 50, the most common first. */
  skills: DirectorySkill[];
}

export interface DirectoryDepartment {
  name: string;
  /**
   * People at the end of `month`, whether they hide or not; unless `exact`, a multiple of five. Null for
   * fewer than five, where another count would tell of fewer than five, and before the first month is closed.
   */
  people: number | null;
}

export interface DirectoryEventCategory {
  name: string;
  /** Events of the category that have not begun. */
  upcomingEvents: number;
}

export interface DirectorySkill {
  name: string;
  /**
   * People at the end of `month`, whether they hide or not; unless `exact`, a multiple of five. Null for
   * fewer than five, where another count would tell of fewer than five, and before the first month is closed.
   */
  people: number | null;
}

export interface EngagementForecast {
  /** Whose forecast it is. */
  userId: string;
  basis: Open<ForecastBasis>;
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /**
   * The probability, from 0 to 1, of being active within 30 days: joining, attending, posting or connecting.
   * Comparable between people.
   */
  within30Days: number;
  /** The same within 60 days; at least `within30Days`. */
  within60Days: number;
  /** The strongest reasons, at most two. They count what `userAnalytics` counts. */
  reasons: ForecastReason[];
}

export interface EngagementForecastInput {
  /** Whom the answer is about; by default the caller. Only staff may name somebody else. */
  userId?: string | undefined;
}

export interface EraseUserInput {
  userId: string;
  /**
   * Days for which the person is only hidden. In that time an operator can withdraw the erasure; the person
   * cannot.
   *
   * By default 0.
   */
  graceDays?: number | undefined;
}

/** An erasure that has been requested. */
export interface ErasureReceipt {
  /**
   * Keep it: afterwards nobody knows whose data was removed, and only with the receipt can an operator say
   * what was.
   */
  receipt: string;
  /** When the erasure begins; until then it can be withdrawn. */
  dueAt: Time;
}

export interface EventActivity {
  /** Events that they are going to and that are not over. */
  upcoming: number;
  /** Of the last 365 days, the most attended first. */
  categories: EventCategoryCount[];
}

/** Somebody who goes to an event or was there. */
export interface EventAttendee {
  person: PersonCard;
  status: Open<AttendanceStatus>;
  /** Whether they were checked in; otherwise `attended` is only claimed. */
  checkedIn: boolean;
}

export interface EventAttendees {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /**
   * Whether everybody is listed, and counts are exact and as of now; otherwise counts are as of last night,
   * multiples of five, and null below five.
   */
  exact: boolean;
  counts: EventFunnel;
  /** As of now, in the order of their ids. */
  attendees: EventAttendee[];
  /** Gets the next page; null on the last one. */
  cursor: string | null;
}

export interface EventAttendeesInput {
  eventId: string;
  /** By default 20. */
  limit?: number | undefined;
  /** `cursor` of the previous page. */
  cursor?: string | undefined;
}

/** An event, the same in every answer. */
export interface EventCard {
  id: string;
  title: string;
  start: Time | null;
  end: Time | null;
  department: string | null;
  category: string | null;
  /** URL of the newest picture of the event, 800 × 600; of a video, a still of 320 × 240. */
  image: string | null;
}

/** How many events of a category a person attended, and at how many they were checked in. */
export interface EventCategoryCount {
  name: string;
  events: number;
  checkedIn: number;
}

/** How many people answered the invitation to an event, and came; null where it may not be shown. */
export interface EventFunnel {
  /** People who have answered, whatever their answer. */
  answered: number | null;
  /** Those of them who are going or came. */
  going: number | null;
  /** Those of them who attended, whether known or claimed. */
  attended: number | null;
  /** Those of them who were checked in, and so are known to have been there. */
  checkedIn: number | null;
}

export interface EventInsights {
  event: EventCard;
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /**
   * Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of
   * at least five.
   */
  exact: boolean;
  funnel: EventFunnel;
  /** The share of those going or who came that came, as `basis` says; null where it may not be shown. */
  attendanceShare: number | null;
  /**
   * Who counts as a visitor. `checked-in`: those who were checked in. `attended`: nobody was, so those who
   * are said to have been there. `going`: nobody has attended yet, so those who are going.
   */
  basis: Open<VisitorBasis>;
  /**
   * The share of the visitors who had been to an earlier event of the same category; null where it may not be
   * shown.
   */
  returningShare: number | null;
  /** Departments of the visitors, the largest group first. */
  departments: VisitorGroup[];
  /** Skills that at least five visitors have, the most common first. */
  skills: VisitorGroup[];
  /** Events that share at least five visitors with this one, the highest `low` first. */
  related: RelatedEvent[];
}

export interface EventInsightsInput {
  eventId: string;
  /**
   * The most entries in each list.
   *
   * By default 10.
   */
  limit?: number | undefined;
}

export interface EventRecommendation {
  type: 'event';
  event: EventCard;
  /** The id of the event, person or skill; with `type`, what `recordFeedback` takes. */
  id: string;
  /** How well it fits, from 0 to 1; comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence to show to the user. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

/** The archive could not be made: ask for a new one with `renew`. */
export interface ExportFailed {
  state: 'failed';
  exportId: string;
  requestedAt: Time;
  /** A sentence to show to the user. */
  message: string;
}

export interface ExportMyDataInput {
  /**
   * Asks for a new archive, even if there is one to download or one that failed.
   *
   * By default false.
   */
  renew?: boolean | undefined;
}

/** The archive is being made: call again in half a minute. */
export interface ExportPreparing {
  state: 'preparing';
  exportId: string;
  requestedAt: Time;
  /** A sentence to show to the user. */
  message: string;
}

/** The archive can be downloaded. */
export interface ExportReady {
  state: 'ready';
  exportId: string;
  requestedAt: Time;
  /**
   * Downloads the zip archive. Anybody who has it can, without signing in: open it at once and store it
   * nowhere. Each call gives a new one.
   */
  url: string;
  /**
   * Until when `url` works: a day after the archive was begun. Then the archive is deleted, and the next call
   * begins another.
   */
  endsAt: Time;
  sizeBytes: number;
  /** How many files the archive holds. */
  files: number;
}

export type FeedbackAction = 'shown' | 'opened' | 'accepted' | 'dismissed' | 'restored';

/** What the caller did with one recommendation. */
export interface FeedbackItem {
  type: RecommendationType;
  /** `id` of the recommendation. */
  id: string;
  /**
   * `dismissed`: it is not shown again for 90 days. `restored`: takes a dismissal back, as if it had never
   * been; without one it does nothing.
   */
  action: FeedbackAction;
}

/**
 * What a forecast rests on. `history`: a model trained on the campus’s history. `rates`: the campus has too
 * few people, or less than about eight months of history, for a model; the probabilities are then the shares
 * of people who were active in the last 30 and 60 days, among those who had or had not been active in the 90
 * days before, as this person has or has not.
 */
export type ForecastBasis = 'history' | 'rates';

export type ForecastEffect = 'raises' | 'lowers';

/** Why a probability is what it is. */
export interface ForecastReason {
  /** A sentence to show to the user. */
  text: string;
  /** Whether it makes activity more or less likely than for the average person. */
  effect: Open<ForecastEffect>;
}

/** A person who matches a query, and why. */
export interface FoundTalent {
  person: PersonCard;
  /** How well they match; comparable within one query, on all its pages. */
  score: number;
  /** The best matches first. */
  highlights: Highlight[];
  /** The other name of what was asked that led to this person; null if there is none. */
  related: RelatedName | null;
}

/** The ratio of a share to the same share before. */
export interface Growth {
  /** 1 for no change, 2 for twice the share. */
  ratio: number;
  /** The lower end of its 95 % interval. */
  low: number;
  /** The upper end. */
  high: number;
}

/** An excerpt of a profile that shows why it was found. */
export interface Highlight {
  /** Which part of the profile it is from. */
  field: Open<HighlightedField>;
  /** An excerpt of at most 160 characters. */
  text: string;
  /** The matching words, in the order of the text: the app has nothing to escape. */
  matches: MatchedWord[];
}

export type HighlightedField = 'name' | 'department' | 'bio' | 'skill' | 'position' | 'post';

export interface KeptAccount {
  /** Whether an erasure was withdrawn; false if none was requested. */
  withdrawn: boolean;
}

export type ManageDeadLettersInput =
  | ManageDeadLettersInputList
  | ManageDeadLettersInputShow
  | ManageDeadLettersInputReplay
  | ManageDeadLettersInputDiscard;

export interface ManageDeadLettersInputDiscard {
  action: 'discard';
  selection: DeadLetterSelection;
}

export interface ManageDeadLettersInputList {
  action: 'list';
  /** A text that the reason contains; case does not matter. */
  reason?: string | undefined;
  /**
   * Lists discarded letters instead of open ones.
   *
   * By default false.
   */
  discarded?: boolean | undefined;
  /**
   * The last `id` of the previous page.
   *
   * By default 0.
   */
  after?: number | undefined;
  /** By default 100. */
  limit?: number | undefined;
}

export interface ManageDeadLettersInputReplay {
  action: 'replay';
  selection: DeadLetterSelection;
}

export interface ManageDeadLettersInputShow {
  action: 'show';
  id: number;
}

/** Where a matching word is in `text`, in UTF-16 code units. */
export interface MatchedWord {
  from: number;
  /** Of the first unit after the word. */
  to: number;
}

/** A share with its 95 % interval. */
export interface MeasuredShare {
  /** How many of those shown. */
  count: number;
  share: number;
  /** The lower end of its 95 % interval (Wilson). */
  low: number;
  /** The upper end. */
  high: number;
}

/** A file as its owner sees it. */
export interface MediaFile {
  mediaId: string;
  status: Open<MediaStatus>;
  /** Why the file is not shown; null while it is pending or ready. */
  reason: string | null;
  type: Open<MediaType>;
  /** The largest rendition; null until the file is ready. */
  url: string | null;
  /** 400 × 300; of a video, a still of 320 × 240. */
  thumbnailUrl: string | null;
  /** 800 × 600; null for videos. */
  mediumUrl: string | null;
  /** Within 640 × 360; null for images. */
  compressedUrl: string | null;
  /** Of the original, in pixels; null if not known. */
  width: number | null;
  /** Of the original, in pixels; null if not known. */
  height: number | null;
  /** Null for images. */
  durationSeconds: number | null;
  sizeBytes: number | null;
  /** Such as `jpg` or `mp4`. */
  format: string | null;
}

/** What a file is uploaded for, which decides who sees it. */
export type MediaPurpose = 'showcase_post' | 'profile' | 'event';

export type MediaStatus = 'pending' | 'ready' | 'rejected' | 'expired' | 'deleted';

export type MediaType = 'image' | 'video';

export interface MediaUrlInput {
  mediaIds: string[];
  /**
   * The least width wanted, in pixels. Files are delivered in a few sizes only, so `url` may be larger, or
   * smaller.
   */
  width?: number | undefined;
  /** The least height wanted, in pixels. */
  height?: number | undefined;
}

export interface MediaUrls {
  /**
   * One for each of `mediaIds`, in their order; null for a file that does not exist, is not ready, or may not
   * be seen. An answer with a null is not cached.
   */
  files: (DeliveredFile | null)[];
}

export interface MediaUsage {
  user: PersonalMediaUsage;
  /** The campus’s use of the plan; null unless asked for. */
  plan: PlanUsage | null;
}

export interface MediaUsageInput {
  /**
   * Adds the campus’s use of Cloudinary’s plan; only administrators may ask for it.
   *
   * By default false.
   */
  includePlan?: boolean | undefined;
}

export interface MergeSkillsInput {
  /** The skill that becomes another name of the other. */
  from: SkillReference;
  /** The skill that stays. */
  into: SkillReference;
}

export interface MergedSkills {
  /** The skill that is now only another name of the other. */
  from: Skill;
  into: Skill;
  moved: MovedSkills;
}

/** How many links of people, posts and events moved to the skill that stays. */
export interface MovedSkills {
  userSkills: number;
  postSkills: number;
  eventSkills: number;
}

/** People who held the person’s title and moved to this one. */
export interface PathAlumni {
  /** How many they are; unless an administrator asks, rounded down to a multiple of five. */
  people: number;
  /** The share of all who held the title and moved on that moved to this one. */
  share: number;
  /**
   * The median of how long they held the earlier title, in months; unless an administrator asks, rounded to
   * half years. Null if unknown.
   */
  medianMonths: number | null;
}

/** A skill that people with a title have and the person lacks. */
export interface PathSkill {
  id: string;
  name: string;
  /** Why to acquire it, in a sentence to show to the user. */
  reason: string;
}

/** A person, the same in every answer. */
export interface PersonCard {
  id: string;
  /** Empty for somebody whose profile has none: show a neutral word of your own language. */
  name: string;
  /** URL of the thumbnail, 400 × 300, of the newest picture on their profile. */
  photo: string | null;
  role: string | null;
  department: string | null;
  /** Their current position, such as “Engineer at Acme”; without one, up to three of their skills. */
  headline: string | null;
  /** Those of their skills that somebody verified, at most 50, the highest level first. */
  verifiedSkills: VerifiedSkill[];
}

/** What became of one person. */
export interface PersonCheckIn {
  userId: string;
  result: Open<CheckInResult>;
}

export interface PersonRecommendation {
  type: 'user';
  person: PersonCard;
  /** The id of the event, person or skill; with `type`, what `recordFeedback` takes. */
  id: string;
  /** How well it fits, from 0 to 1; comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence to show to the user. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

/** How many credits of the campus’s plan their files use, and how many they may use at present. */
export interface PersonalCredits {
  used: number;
  limit: number;
}

/** What somebody has used this month (UTC). */
export interface PersonalMediaUsage {
  uploads: number;
  images: number;
  videos: number;
  bytes: number;
  /** As Cloudinary counts them. */
  transformations: number;
  limits: UploadQuota;
  /** What is left of `limits` after uploads that have arrived or are pending. */
  remaining: UploadQuota;
  credits: PersonalCredits;
}

/** Credits of the plan, and what they were used for. */
export interface PlanCredits {
  limit: number;
  used: number;
  transformations: number;
  storage: number;
  bandwidth: number;
}

/** The campus’s use of Cloudinary’s plan: by Cloudinary’s report, and by the suite’s own count since. */
export interface PlanUsage {
  credits: PlanCredits;
  /** The share of the plan that is used: from 0 to 1, and above 1 if it is exceeded. */
  share: number;
  /** The share in 30 days, if as much is uploaded as in the last seven days, and as much is viewed. */
  projectedShare: number;
  /** Whether uploads are paused, as they are from a share of 0.95 on. */
  uploadsPaused: boolean;
  /**
   * The last day in Cloudinary’s report; null without a report, and then what viewers download is not
   * counted.
   */
  reportedOn: string | null;
}

export interface PlatformReport {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The week’s Monday. */
  week: string;
  /**
   * Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of
   * at least five.
   */
  exact: boolean;
  /** The figures that may be shown. */
  figures: ReportFigure[];
  /** By the month of joining. */
  retention: CohortRetention[];
  /** The figures as CSV (RFC 4180); null unless asked for. */
  csv: string | null;
}

export interface PlatformReportInput {
  /** The Monday of the week; by default the latest week with a report. */
  week?: string | undefined;
  /**
   * Whether to include the figures as CSV.
   *
   * By default false.
   */
  csv?: boolean | undefined;
}

export interface PopularSkill {
  name: string;
  /**
   * People who named it in a post of the month or attended an event about it; null where it may not be shown.
   */
  people: number | null;
  /** People who have it on their profile; null where it may not be shown. */
  profiles: number | null;
  /**
   * The growth, since the month before, of its share among people who used any skill, so that a holiday is
   * not a decline. Null where it may not be shown.
   */
  growth: Growth | null;
  /** The twelve months up to this one, the oldest first. */
  history: SkillMonth[];
}

/** An event to join, a person to meet or a skill to learn. */
export type Recommendation =
  | EventRecommendation
  | PersonRecommendation
  | SkillRecommendation
  | UnknownVariant<'type'>;

/** What became of everything that was shown for one kind of reason by one version of the model. */
export interface RecommendationGroup {
  type: Open<RecommendationType>;
  /** As in `recommendations`; null for what was in none of the stored lists. */
  reasonKind: string | null;
  /** Null for the defaults in the code. */
  modelVersion: number | null;
  /** Pairs of a person and an item that was shown to them, however often. */
  shown: number;
  opened: MeasuredShare;
  accepted: MeasuredShare;
  /** Without dismissals that were taken back. */
  dismissed: MeasuredShare;
}

export interface RecommendationQuality {
  /** One for each type, kind of reason and version of the model. */
  groups: RecommendationGroup[];
}

export interface RecommendationQualityInput {
  /**
   * The period, in days up to now.
   *
   * By default 30.
   */
  days?: number | undefined;
}

/** What is recommended: an upcoming event, a person to meet, or a skill to learn. */
export type RecommendationType = 'event' | 'user' | 'skill';

export interface Recommendations {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /**
   * The best first; but at most a third come from one category or department, as long as the others score at
   * least three quarters of what they replace.
   */
  recommendations: Recommendation[];
}

export interface RecommendationsInput {
  /**
   * `event`: upcoming events that the person has not joined. `user`: people to whom they are not connected,
   * and with whom they have no pending or declined request. `skill`: skills that are not on their profile.
   */
  type: RecommendationType;
  /** By default 10. */
  limit?: number | undefined;
  /** Whom the answer is about; by default the caller. Only staff may name somebody else. */
  userId?: string | undefined;
}

export interface RecordFeedbackInput {
  /** In the order in which they happened. */
  items: FeedbackItem[];
}

export interface RecordProfileViewInput {
  /** Whose profile it is. */
  userId: string;
}

export interface RecordedFeedback {
  /** How many of the items exist and were recorded; others are ignored. */
  recorded: number;
}

export interface RecordedProfileView {
  /** Whether it was the caller’s first view of this profile today. */
  counted: boolean;
}

/** An event that shares visitors with another one. */
export interface RelatedEvent {
  event: EventCard;
  /** How many people the two share: at least five. */
  people: number;
  /** How many times as many people they share as they would if unrelated. */
  lift: number;
  /** The lower end of the 95 % interval of `lift`. With many pairs, one in forty is there by chance. */
  low: number;
  /** The upper end of the interval. */
  high: number;
}

export interface RelatedName {
  /** The words of the query. */
  asked: string;
  /** The other name for them that the profile matches. */
  found: string;
}

/** A version of a file that viewers get. */
export type RenditionName = 'thumbnail' | 'medium' | 'compressed' | 'full';

export interface ReplayFailure {
  id: number;
  path: string | null;
  reason: string;
}

/** One line of the weekly report. */
export interface ReportFigure {
  section: Open<ReportSection>;
  /**
   * Who is counted: a role, a department, the month of joining, or `everybody`; for `sync`, the name of the
   * figure.
   */
  group: string;
  /** The week’s Monday, such as `2026-03-09`, or the month, such as `2026-03`. */
  period: string;
  value: number;
}

/** What a figure of the weekly report counts. */
export type ReportSection =
  | 'people'
  | 'joined'
  | 'active'
  | 'posted'
  | 'attended'
  | 'checked-in'
  | 'connected'
  | 'department members'
  | 'department active'
  | 'cohort members'
  | 'cohort active'
  | 'sync';

export interface RisingSkill {
  name: string;
  /**
   * People who named it in a post of the month or attended an event about it; null where it may not be shown.
   */
  people: number | null;
  /** People who have it on their profile; null where it may not be shown. */
  profiles: number | null;
  /**
   * The growth, since the month before, of its share among people who used any skill, so that a holiday is
   * not a decline. Null where it may not be shown.
   */
  growth: Growth | null;
}

export type Role = 'student' | 'faculty' | 'alumni' | 'admin';

/** The roles by which people may be looked for. */
export type RoleFilter = 'student' | 'alumni' | 'faculty';

export interface SearchTalentInput {
  /**
   * Free text, in any script. All of its words count, and the meaning of its first 300 characters. People
   * whose name it is come first.
   */
  query: string;
  /** By default 10. */
  limit?: number | undefined;
  /** Only people of this department. */
  department?: string | undefined;
  /** Only people with this role; by default everybody. */
  role?: RoleFilter | undefined;
  /**
   * Only people who have all of these, in any spelling.
   *
   * By default [].
   */
  skills?: string[] | undefined;
  /**
   * With `skills`: only people for whom all of these were verified, at any level.
   *
   * By default false.
   */
  verified?: boolean | undefined;
  /** `cursor` of the previous page, with the same query and filters. Pages reach about 600 people. */
  cursor?: string | undefined;
}

export interface SearchedTalent {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The best matches first. */
  people: FoundTalent[];
  /** Gets the next page; null on the last one. */
  cursor: string | null;
}

export interface SetUserRoleInput {
  userId: string;
  /** `student` takes all other rights away. */
  role: Role;
  /**
   * The departments that faculty look after, and an administrator’s own, in any spelling; replaces those they
   * had.
   *
   * By default [].
   */
  departments?: string[] | undefined;
}

/** An event that two people visit, and how that is known. */
export interface SharedEvent {
  event: EventCard;
  basis: Open<VisitBasis>;
}

/** Somebody similar to the person whom the answer is about. */
export interface SimilarStudent {
  person: PersonCard;
  /**
   * How similar they are, from 0 to 1; comparable within one answer. It rewards rare skills at high levels,
   * small events, the same skills in posts, and going to the same people’s events, which also connects people
   * who have never met.
   */
  score: number;
  /** How many there are, and the first five. */
  sharedSkills: ShortList<string>;
  /** Skills that both name in their posts. */
  sharedInterests: ShortList<string>;
  /**
   * Events that both visit. Empty for somebody who does not share which events they go to; they still count
   * in `score`.
   */
  sharedEvents: ShortList<SharedEvent>;
  /** Why they are listed, in a sentence to show to the user. */
  reason: string;
}

export interface SimilarStudents {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /**
   * `similarity`: people who share something with the person. `department`: the person has no skills, posts
   * or events yet, so these are the newest members, those of the person’s department first, with `score` 0
   * and a `reason` that says so.
   */
  basis: Open<SimilarStudentsBasis>;
  /** The most similar first. */
  students: SimilarStudent[];
}

/**
 * `similarity`: people who share something with the person. `department`: the person has no skills, posts or
 * events yet, so these are the newest members, those of the person’s department first, with `score` 0 and a
 * `reason` that says so.
 */
export type SimilarStudentsBasis = 'similarity' | 'department';

export interface SimilarStudentsInput {
  /** By default 10. */
  limit?: number | undefined;
  /** Only people of this department. */
  department?: string | undefined;
  /** Only people with this role; by default students, alumni and people without a role. */
  role?: RoleFilter | undefined;
  /** Whom the answer is about; by default the caller. Only staff may name somebody else. */
  userId?: string | undefined;
}

export interface Skill {
  id: number;
  name: string;
}

export interface SkillById {
  by: 'id';
  id: number;
}

export interface SkillByName {
  by: 'name';
  /** Any spelling of it. */
  name: string;
}

/** A skill that is recommended. */
export interface SkillCard {
  id: string;
  name: string;
  category: string | null;
}

export interface SkillMonth {
  month: string;
  /**
   * People who named it in a post of the month or attended an event about it; null where it may not be shown.
   */
  people: number | null;
}

/** Two skills that go together. */
export interface SkillPair {
  /** The names of both. */
  skills: string[];
  /** How many people the two share: at least five. */
  people: number;
  /** How many times as many people they share as they would if unrelated. */
  lift: number;
  /** The lower end of the 95 % interval of `lift`. With many pairs, one in forty is there by chance. */
  low: number;
  /** The upper end of the interval. */
  high: number;
}

export interface SkillRecommendation {
  type: 'skill';
  skill: SkillCard;
  /** The id of the event, person or skill; with `type`, what `recordFeedback` takes. */
  id: string;
  /** How well it fits, from 0 to 1; comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence to show to the user. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

export type SkillReference = SkillById | SkillByName;

export interface SkillTrends {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  month: string;
  /** Null for the whole campus. */
  department: string | null;
  /**
   * Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of
   * at least five.
   */
  exact: boolean;
  /** People who used any skill in the month; null where it may not be shown. */
  people: number | null;
  /** The most used first. */
  popular: PopularSkill[];
  /** Skills whose share grew with 95 % certainty, the surest first. */
  rising: RisingSkill[];
  /** Skills that go together on the campus, the highest `low` first; empty for a department. */
  pairs: SkillPair[];
}

export interface SkillTrendsInput {
  /** A month of the campus, such as `2026-03`; by default the latest that is shown. */
  month?: string | undefined;
  /** By default the whole campus. */
  department?: string | undefined;
  /** By default 10. */
  limit?: number | undefined;
}

export interface SkillVerification {
  userId: string;
  /** As the person spells it. */
  skill: string;
  /** The level that the person claims, 1 to 5; null if none. */
  level: number | null;
  /** The verification; null once it has been withdrawn. */
  verified: Verification | null;
}

/** A student who may drop off, and their forecast. */
export interface StudentAtRisk {
  person: PersonCard;
  /**
   * The probability, from 0 to 1, of being active within 30 days: joining, attending, posting or connecting.
   * Comparable between people.
   */
  within30Days: number;
  /** The same within 60 days; at least `within30Days`. */
  within60Days: number;
  /** The strongest reasons, at most two. They count what `userAnalytics` counts. */
  reasons: ForecastReason[];
}

export interface StudentsAtRisk {
  basis: Open<ForecastBasis>;
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The least likely to be active first. */
  students: StudentAtRisk[];
}

export interface StudentsAtRiskInput {
  /** By default 50. */
  limit?: number | undefined;
  /** Only students of this department; faculty may only name their own. */
  department?: string | undefined;
  /**
   * Lists students whose `within60Days` is below this.
   *
   * By default 0.3.
   */
  below?: number | undefined;
}

/** What operators let the sync apply. */
export interface SyncControl {
  /** The share of the documents whose changes are applied: 1 if all are, 0 in a pause. */
  appliedShare: number;
  /** Exceptions; other tables follow `appliedShare`. */
  appliedShareByTable: Record<string, number>;
  /** When the current pause began; null if there is none. */
  pausedSince: Time | null;
}

export interface SyncStatus {
  control: SyncControl;
  /** How long the last heartbeat took from Firestore to Postgres, in seconds; null while it is on its way. */
  lagSeconds: number | null;
  /** When the last heartbeat was written; null before the first. */
  heartbeatAt: Time | null;
  /** The age of the oldest change known to be unapplied, in seconds; 0 if there is none. */
  oldestUnappliedSeconds: number;
  /** Documents with changes that a pause or an error holds up. */
  deferredDocuments: number;
  deferredByTable: Record<string, DeferredCounts>;
  deadLetters: DeadLetterCounts;
  /** Live changes by table. */
  collections: Record<string, CollectionCounts>;
  /** Whether received = applied + superseded + dead-lettered in every collection. */
  reconciled: boolean;
  /** The last comparison by table. */
  checks: Record<string, ConsistencyCheck>;
}

export interface UploadImageInput {
  /** The image, at most 6 MB, encoded as base64. */
  data: string;
  purpose: MediaPurpose;
  /** By default "web". */
  source?: UploadSource | undefined;
}

/** Uploads of a month (UTC), and their bytes. */
export interface UploadQuota {
  uploads: number;
  bytes: number;
}

export type UploadSource = 'mobile' | 'web';

/** A skill of the profile, or of posts and events in the last 365 days. */
export interface UsedSkill {
  name: string;
  /** The level that the person claims, 1 to 5; null if none. */
  level: number | null;
  verified: UsedSkillVerification | null;
  /** Their posts of the last 365 days that name it. */
  posts: number;
  /** Events about it that they attended in the last 365 days. */
  events: number;
}

/** Who verified a skill, when, and at which level. */
export interface UsedSkillVerification {
  by: UsedSkillVerifier;
  at: Time;
  /**
   * The level that was verified, 1 to 5, which may differ from the one that the person claims; null if none
   * was stated.
   */
  level: number | null;
}

export interface UsedSkillVerifier {
  id: string;
  /** Null for somebody who is gone or lets nobody find them. */
  person: PersonCard | null;
}

export interface UserAnalytics {
  /**
   * When the oldest data behind the answer was computed: for nightly data, that night; for data counted live,
   * the time of the call.
   */
  asOf: Time;
  /**
   * What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is
   * complete.
   */
  missing: string | null;
  /** The last day included. */
  through: string;
  /**
   * The percentage of active people who are less active, from 0 to 100; null before the first night, and for
   * people who have become active for the first time since.
   */
  percentile: number | null;
  /** The last 26 weeks, the oldest first. */
  trend: ActivityWeek[];
  streaks: ActivityStreaks;
  month: ActivityMonth;
  /** `month` less the 30 days before. */
  change: ActivityChange;
  year: ActivityYear;
  /** The most used first. */
  skills: UsedSkill[];
  events: EventActivity;
}

export interface UserAnalyticsInput {
  /**
   * The most entries in `skills`, and in `categories`.
   *
   * By default 10.
   */
  limit?: number | undefined;
  /** Whom the answer is about; by default the caller. Only staff may name somebody else. */
  userId?: string | undefined;
}

/** What somebody may do from now on. */
export interface UserRights {
  userId: string;
  role: Open<Role>;
  /** In tidy spelling, each once. */
  departments: string[];
}

/** Who verified a skill, at which level, and when. */
export interface Verification {
  /**
   * The level that was verified, 1 to 5, which may differ from the one that the person claims; null if none
   * was stated. It stays until the skill is verified again.
   */
  level: number | null;
  verifierId: string;
  at: Time;
}

/** A skill of a person’s profile that somebody has verified. */
export interface VerifiedSkill {
  name: string;
  /**
   * The level that was verified, 1 to 5, which may differ from the one that the person claims; null if none
   * was stated.
   */
  level: number | null;
  by: Verifier;
  at: Time;
}

/** Who verified a skill. */
export interface Verifier {
  id: string;
  /** Null for somebody who is gone or lets nobody find them. */
  name: string | null;
}

export interface VerifySkillInput {
  userId: string;
  /** One that the person lists, in any spelling. */
  skill: string;
  /**
   * False withdraws a verification, no matter who made it, and even if the person no longer lists the skill.
   */
  verified: boolean;
  /** The level that was found; by default the one that the person claims. */
  level?: number | undefined;
}

/**
 * How it is known that both visit the event. `checked-in`: both were checked in. `attended`: nobody was, and
 * both are said to have been there. `going`: nobody has attended yet, and both are going. In `reason` these
 * are “went to”, “have … in your histories” and “signed up for”.
 */
export type VisitBasis = 'checked-in' | 'attended' | 'going';

export type VisitorBasis = 'checked-in' | 'attended' | 'going';

/** The visitors of an event who have a department or a skill in common. */
export interface VisitorGroup {
  name: string;
  people: number;
}
