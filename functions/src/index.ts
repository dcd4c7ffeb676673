import { initialize } from './platform/app.ts';

initialize();

export { careerPaths } from './careers/careerPaths.ts';
export { refreshCareers } from './careers/refreshCareers.ts';
export { engagementForecast } from './engagement/engagementForecast.ts';
export { refreshForecast } from './engagement/refreshForecast.ts';
export { studentsAtRisk } from './engagement/studentsAtRisk.ts';
export { mergeSkills } from './people/mergeSkills.ts';
export { refreshMatching } from './people/refreshMatching.ts';
export { similarStudents } from './people/similarStudents.ts';
export { applyChanges } from './sync/applyChanges.ts';
export { checkConsistency } from './sync/checkConsistency.ts';
export { manageDeadLetters } from './sync/manageDeadLetters.ts';
export { syncStatus } from './sync/syncStatus.ts';
export { watchSync } from './sync/watchSync.ts';
export { sync } from './sync/triggers.ts';
