/** Who asks what after the random documents are in; everybody here has an ordinary document. */
export const QUESTIONS: [uid: string, callable: string, input: object][] = [
  ['student', 'similarStudents', { limit: 20 }],
  ['student', 'searchTalent', { query: 'Go' }],
  ['student', 'searchTalent', { query: 'computer science', limit: 50 }],
  ['student', 'recommendations', { type: 'event', limit: 50 }],
  ['student', 'recommendations', { type: 'user', limit: 50 }],
  ['student', 'recommendations', { type: 'skill', limit: 50 }],
  ['student', 'userAnalytics', {}],
  ['student', 'careerPaths', {}],
  ['student', 'engagementForecast', {}],
  ['student', 'recordProfileView', { userId: 'faculty' }],
  ['faculty', 'departmentOverview', {}],
  ['faculty', 'studentsAtRisk', {}],
  ['faculty', 'skillTrends', {}],
  ['faculty', 'eventInsights', { eventId: 'open-day' }],
  ['admin', 'departmentOverview', { department: 'Computer Science' }],
  ['admin', 'studentsAtRisk', { department: 'Computer Science' }],
  ['admin', 'platformReport', {}],
  ['admin', 'recommendationQuality', {}],
];

/** What people with random documents ask. They may be refused, but with a reason. */
export const OWN_QUESTIONS: [callable: string, input: object][] = QUESTIONS.filter(
  ([uid]) => uid === 'student',
).map(([, callable, input]) => [callable, input]);
