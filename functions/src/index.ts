import { initialize } from './platform/app.ts';

initialize();

export { recomputeEngagement } from './engagement/recomputeEngagement.ts';
export { recordProfileView } from './engagement/recordProfileView.ts';
export { watchJobs } from './operations/watchJobs.ts';
export { departmentOverview } from './insights/departmentOverview.ts';
export { eventInsights } from './insights/eventInsights.ts';
export { makeReport } from './insights/makeReport.ts';
export { platformReport } from './insights/platformReport.ts';
export { refreshInsights } from './insights/refreshInsights.ts';
export { skillTrends } from './insights/skillTrends.ts';
export { userAnalytics } from './insights/userAnalytics.ts';
export { indexSearch } from './people/indexSearch.ts';
export { mergeSkills } from './people/mergeSkills.ts';
export { refreshMatching } from './people/refreshMatching.ts';
export { searchTalent } from './people/searchTalent.ts';
export { similarStudents } from './people/similarStudents.ts';
export { recommendationQuality } from './recommendations/recommendationQuality.ts';
export { recommendations } from './recommendations/recommendations.ts';
export { recordFeedback } from './recommendations/recordFeedback.ts';
export { refreshRecommendations } from './recommendations/refreshRecommendations.ts';
export { applyChanges } from './sync/applyChanges.ts';
export { checkConsistency } from './sync/checkConsistency.ts';
export { manageDeadLetters } from './sync/manageDeadLetters.ts';
export { syncStatus } from './sync/syncStatus.ts';
export { watchSync } from './sync/watchSync.ts';
export { sync } from './sync/triggers.ts';
