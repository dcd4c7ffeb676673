// Written by `npm run clients` from clients/contract.json: change the callables instead.
import type { CallableTraits, CallOptions, Open, ShortList, Time, UnknownVariant } from './types.ts';

/** The callables: each takes its input and resolves to its answer, or throws a `TalentError`. */
export interface TalentCallables {
  /**
   * How active a department is, which skills it uses, and which events it visits.
   *
   * A month is as it was counted a week after its end, and does not change afterwards. For one that is not
   * shown, figures are null, lists are empty, and `missing` says so.
   *
   * @throws TalentError also for `not-ready`
   */
  departmentOverview: (input?: DepartmentOverviewInput, options?: CallOptions) => Promise<DepartmentOverview>;

  /**
   * Who goes to an event.
   *
   * The event’s owner, faculty and administrators get everybody who is going or came, and exact counts.
   * Others get the people who share which events they go to and are visible in search, and counts that tell
   * nobody what one person did. So more may be going than are listed.
   *
   * @throws TalentError also for `not-found`
   */
  eventAttendees: {
    (input: EventAttendeesInput, options?: CallOptions): Promise<EventAttendees>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: (input: EventAttendeesInput, options?: CallOptions) => AsyncIterableIterator<EventAttendees>;
  };

  /**
   * The weekly report: active users, retention by the month of joining, and the sync.
   *
   * A report does not change after it was made, at `asOf`. Before the first one, `figures` are last week’s
   * users by role.
   *
   * @throws TalentError also for `not-found`
   */
  platformReport: (input?: PlatformReportInput, options?: CallOptions) => Promise<PlatformReport>;

  /**
   * Upcoming events that the caller has not joined, people to meet, or skills to learn; or those for somebody
   * else whom the caller looks after.
   *
   * `asOf` is when the nightly statistics or model behind the list were made; before the first night,
   * everything is counted on request. A caller without history gets the newest members, those of their
   * department first, for `user`, and what is common in their department for `skill`.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  recommendations: (input: RecommendationsInput, options?: CallOptions) => Promise<Recommendations>;

  /**
   * Records what the caller did with recommendations.
   *
   * Sending the same item again within ten minutes changes nothing. Each dismissal lowers the category or
   * department of what was dismissed, up to a factor of two after ten; something shown more than three times
   * and never opened sinks. Feedback is kept for a year, as one row for each person and thing.
   */
  recordFeedback: (input: RecordFeedbackInput, options?: CallOptions) => Promise<RecordedFeedback>;

  /**
   * The people who best match a free text.
   *
   * It searches names, departments, bios, skills, positions and posts, by words (including misspellings,
   * inflections and other names for the same thing) and by meaning; all filters must hold. Answers are not
   * cached, so a change is found at once; meanings may be five minutes behind. After many profiles have just
   * been copied, the profiles and positions of people who are not indexed yet are looked through word by
   * word, and `missing` says so.
   */
  searchTalent: {
    (input: SearchTalentInput, options?: CallOptions): Promise<SearchedTalent>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: (input: SearchTalentInput, options?: CallOptions) => AsyncIterableIterator<SearchedTalent>;
  };

  /**
   * The people most similar to the caller, or to somebody else whom the caller looks after.
   *
   * The list is exactly what scoring everybody would give. Skills, posts and attendance count as they are
   * now; how rare a skill is, and whose events overlap, is as of `asOf`. Before the first night, rarity is
   * counted on request, and overlap is unknown.
   *
   * @throws TalentError also for `not-found`, `not-ready`
   */
  similarStudents: (input?: SimilarStudentsInput, options?: CallOptions) => Promise<SimilarStudents>;
}

/** How each of them may be called. */
export const CALLABLES: Record<keyof TalentCallables, CallableTraits> = {
  departmentOverview: { isIdempotent: true },
  eventAttendees: { isIdempotent: true, hasPages: true },
  platformReport: { isIdempotent: true },
  recommendations: { isIdempotent: true },
  recordFeedback: { isIdempotent: true },
  searchTalent: { isIdempotent: true, hasPages: true },
  similarStudents: { isIdempotent: true },
};

export type AttendanceStatus = 'going' | 'attended';

export interface CohortMonth {
  month: string;
  active: number;
  /** Of the cohort, who was active. */
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

export interface DepartmentEvent {
  event: EventCard;
  /** Visitors from the department. */
  people: number;
}

export interface DepartmentMonth {
  /** People with an account in the month. */
  members: number | null;
  /** Those of them who did anything. */
  active: number | null;
  month: string;
}

export interface DepartmentOverview {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  department: string;
  month: string;
  /** Whether counts are exact; otherwise multiples of five, of groups of at least five. */
  exact: boolean;
  people: DepartmentPeople;
  /** The twelve months up to this one, the oldest first. */
  history: DepartmentMonth[];
  skills: DepartmentSkills;
  /** The events of the month with the most visitors from the department. */
  events: DepartmentEvent[];
}

export interface DepartmentOverviewInput {
  /** Required unless the caller’s account names exactly one; faculty see their own only. */
  department?: string | undefined;
  /** A month of the campus, such as 2026-03; by default the last that is shown. */
  month?: string | undefined;
  /** By default 10. */
  limit?: number | undefined;
}

/** The people of a department in a month, by what they did. Null where it may not be shown. */
export interface DepartmentPeople {
  /** People with an account in the month. */
  members: number | null;
  /** Those of them who did anything. */
  active: number | null;
  posted: number | null;
  /** Who was at an event, as is known or claimed. */
  attended: number | null;
  /** Who is known to have been at an event. */
  checkedIn: number | null;
  /** Who made a connection. */
  connected: number | null;
}

/** The skills that people of a department use. */
export interface DepartmentSkills {
  /** People who used any skill in the month. */
  people: number | null;
  /** The most used first. */
  popular: PopularSkill[];
  /** Skills whose share rose significantly (95 %), the most significant first. */
  rising: RisingSkill[];
}

/** Somebody who goes to an event or was there. */
export interface EventAttendee {
  person: PersonCard;
  status: Open<AttendanceStatus>;
  /** Whether it is known that they were there; otherwise `attended` is only claimed. */
  checkedIn: boolean;
}

export interface EventAttendees {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  /**
   * Whether everybody is listed and counts are exact and of now. Otherwise counts are of last night,
   * multiples of five, and null below five.
   */
  exact: boolean;
  counts: EventFunnel;
  /** Those of now, in the order of their ids. */
  attendees: EventAttendee[];
  /** For the next page; null after the last one. */
  cursor: string | null;
}

export interface EventAttendeesInput {
  eventId: string;
  /** By default 20. */
  limit?: number | undefined;
  /** The `cursor` of the page before. */
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

/** How many people responded to an event, and came. Null where it may not be shown. */
export interface EventFunnel {
  /** People who have answered, whatever they said. */
  answered: number | null;
  /** Those of them who are going or came. */
  going: number | null;
  /** Those of them who attended, as is known or claimed. */
  attended: number | null;
  /** Those of them who were checked in, and so are known to have been there. */
  checkedIn: number | null;
}

export interface EventRecommendation {
  type: 'event';
  event: EventCard;
  /** Of the event, person or skill, as `recordFeedback` takes it. */
  id: string;
  /** How well it fits. Comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence that the app shows. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

export type FeedbackAction = 'shown' | 'opened' | 'accepted' | 'dismissed' | 'restored';

/** What the caller did with one recommendation. */
export interface FeedbackItem {
  type: Open<RecommendationType>;
  /** `id` of the recommendation. */
  id: string;
  /**
   * `dismissed`: it is not shown again for 90 days. `restored`: takes a dismissal back, as if it had never
   * been.
   */
  action: Open<FeedbackAction>;
}

/** A person who matches a query, and why. */
export interface FoundTalent {
  person: PersonCard;
  /** How well they match. Comparable within one query, on all its pages. */
  score: number;
  /** What matches best comes first. */
  highlights: Highlight[];
  /** The other name of what was asked that led to this person; null if there is none. */
  related: RelatedName | null;
}

/** A share now in proportion to the same share before. */
export interface Growth {
  /** 1 for no change, 2 for twice the share. */
  ratio: number;
  /** The lower end of its 95 % confidence interval. */
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
  /** The matching words, in the order of the text, so that the app has nothing to escape. */
  matches: MatchedWord[];
}

export type HighlightedField = 'name' | 'department' | 'bio' | 'skill' | 'position' | 'post';

/** Where a matching word is in the excerpt, in UTF-16 code units. */
export interface MatchedWord {
  from: number;
  /** Of the first unit after the word. */
  to: number;
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

export interface PersonRecommendation {
  type: 'user';
  person: PersonCard;
  /** Of the event, person or skill, as `recordFeedback` takes it. */
  id: string;
  /** How well it fits. Comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence that the app shows. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

export interface PlatformReport {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  /** The week’s Monday. */
  week: string;
  /** Whether counts are exact; otherwise multiples of five, of groups of at least five. */
  exact: boolean;
  /** The figures that may be shown. */
  figures: ReportFigure[];
  retention: CohortRetention[];
  /** The figures as CSV (RFC 4180); null unless asked for. */
  csv: string | null;
}

export interface PlatformReportInput {
  /** A Monday; by default the last week with a report. */
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
  /** People who named it in a post of the month or attended an event about it. */
  people: number | null;
  /** People who have it on their profile. */
  profiles: number | null;
  /** Of its share among people who used any skill, since the month before: a holiday is not a decline. */
  growth: Growth | null;
  /** The twelve months up to this one, the oldest first. */
  history: SkillMonth[];
}

/** An event, a person or a skill that somebody may like. */
export type Recommendation =
  | EventRecommendation
  | PersonRecommendation
  | SkillRecommendation
  | UnknownVariant<'type'>;

/** What is recommended: an upcoming event, a person to meet, or a skill to learn. */
export type RecommendationType = 'event' | 'user' | 'skill';

export interface Recommendations {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  /**
   * The best first, except that at most a third come from one category or department, as long as the others
   * score at least three quarters of what they replace.
   */
  recommendations: Recommendation[];
}

export interface RecommendationsInput {
  /**
   * `event`: events that the person has not joined. `user`: nobody whom they are connected to or have a
   * pending or declined request with. `skill`: none of their profile.
   */
  type: RecommendationType;
  /** By default 10. */
  limit?: number | undefined;
  /** Whose answer this is, for staff; by default the caller’s own. */
  userId?: string | undefined;
}

export interface RecordFeedbackInput {
  /** In the order in which they happened. */
  items: FeedbackItem[];
}

export interface RecordedFeedback {
  /** How many of the recommended things exist and were noted; others are ignored. */
  recorded: number;
}

export interface RelatedName {
  /** The words of the query. */
  asked: string;
  /** The other name for them that the profile matches. */
  found: string;
}

/** One line of the weekly report. */
export interface ReportFigure {
  section: Open<ReportSection>;
  /**
   * Who is counted: a role, a department, the month of joining, or `everybody`; for `sync`, the name of the
   * figure.
   */
  group: string;
  /** The week’s Monday, such as 2026-03-09, or the month, such as 2026-03. */
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
  /** People who named it in a post of the month or attended an event about it. */
  people: number | null;
  /** People who have it on their profile. */
  profiles: number | null;
  /** Of its share among people who used any skill, since the month before: a holiday is not a decline. */
  growth: Growth | null;
}

/** The roles by which people may be looked for. */
export type RoleFilter = 'student' | 'alumni' | 'faculty';

export interface SearchTalentInput {
  /**
   * Free text, in any script. All words count; of its meaning, that of the first 300 characters. People whose
   * name it is come first.
   */
  query: string;
  /** By default 10. */
  limit?: number | undefined;
  /** Only people of this department. */
  department?: string | undefined;
  /** Only people with this role; without it, everybody. */
  role?: RoleFilter | undefined;
  /**
   * Only people who have all of these, in any spelling.
   *
   * By default [].
   */
  skills?: string[] | undefined;
  /**
   * With `skills`: only people of whom all these skills were verified, at any level.
   *
   * By default false.
   */
  verified?: boolean | undefined;
  /** `cursor` of the previous page, with the same query and filters. Pages reach about 600 people. */
  cursor?: string | undefined;
}

export interface SearchedTalent {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  /** Those who match best come first. */
  people: FoundTalent[];
  /** For the next page; null on the last one. */
  cursor: string | null;
}

/** An event that two people visit, and how that is known of both. */
export interface SharedEvent {
  event: EventCard;
  basis: Open<VisitBasis>;
}

/** A person similar to the one whom the answer is about. */
export interface SimilarStudent {
  person: PersonCard;
  /**
   * How similar they are. Comparable within one answer. Rewards rare skills at high levels, small events, the
   * same skills in posts, and going to the same people’s events.
   */
  score: number;
  /** How many there are, and the first five. */
  sharedSkills: ShortList<string>;
  /** Skills that both name in posts. */
  sharedInterests: ShortList<string>;
  /**
   * Empty for somebody who does not share which events they go to; what both visit still counts in `score`.
   */
  sharedEvents: ShortList<SharedEvent>;
  /** Why they are listed, in a sentence that the app shows. */
  reason: string;
}

export interface SimilarStudents {
  /**
   * When the oldest data behind the answer was computed: for what is computed at night, that night; for what
   * is counted live, the time of the call.
   */
  asOf: Time;
  /**
   * What the answer still lacks, or why it is empty, in a sentence to show to the user; null if it lacks
   * nothing.
   */
  missing: string | null;
  /**
   * `similarity`: people who share something with the caller. `department`: the caller has no skills, posts
   * or events yet, so these are the newest members, those of the caller’s department first, with score 0.
   */
  basis: Open<SimilarStudentsBasis>;
  /** Most similar first. */
  students: SimilarStudent[];
}

/**
 * `similarity`: people who share something with the caller. `department`: the caller has no skills, posts or
 * events yet, so these are the newest members, those of the caller’s department first, with score 0.
 */
export type SimilarStudentsBasis = 'similarity' | 'department';

export interface SimilarStudentsInput {
  /** By default 10. */
  limit?: number | undefined;
  /** Only people of this department. */
  department?: string | undefined;
  /** Without it, students, alumni and people without a role. */
  role?: RoleFilter | undefined;
  /** Whose answer this is, for staff; by default the caller’s own. */
  userId?: string | undefined;
}

/** A skill that is recommended. */
export interface SkillCard {
  id: string;
  name: string;
  category: string | null;
}

export interface SkillMonth {
  month: string;
  /** People who named it in a post of the month or attended an event about it. */
  people: number | null;
}

export interface SkillRecommendation {
  type: 'skill';
  skill: SkillCard;
  /** Of the event, person or skill, as `recordFeedback` takes it. */
  id: string;
  /** How well it fits. Comparable within one list only. */
  score: number;
  /** Why it is recommended, in a sentence that the app shows. */
  reason: string;
  /** What the reason is about, such as `same-people` or `popular`. Kinds may be added. */
  reasonKind: string;
  /** When to ask again at the latest: after 26 hours; for an event, no later than it begins. */
  expiresAt: Time;
  /** The version of the model that ranked it; null for the defaults in the code. */
  modelVersion: number | null;
}

/** That somebody has verified a skill that a person lists. */
export interface VerifiedSkill {
  name: string;
  /** What was verified, which may be another level than they claim. */
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

/**
 * How it is known that both visit the event: both were `checked-in`; `attended` if nobody was, and both are
 * said to have been there; `going` if nobody has attended yet.
 */
export type VisitBasis = 'checked-in' | 'attended' | 'going';
