import { refreshCareers } from '../careers/index.ts';
import { recomputeEngagement, refreshForecast } from '../engagement/index.ts';
import { makeReport, refreshInsights } from '../insights/index.ts';
import { cleanUpMedia, recoverMedia } from '../media/index.ts';
import { indexSearch, refreshMatching } from '../people/index.ts';
import type { Job } from '../platform/job.ts';
import { refreshRecommendations } from '../recommendations/index.ts';
import { checkConsistency, watchSync } from '../sync/index.ts';

/** Every scheduled function but the one that watches them, in the order of the night. */
export const JOBS: readonly Job[] = [
  recomputeEngagement,
  refreshMatching,
  refreshRecommendations,
  refreshInsights,
  checkConsistency,
  refreshForecast,
  cleanUpMedia,
  refreshCareers,
  makeReport,
  watchSync,
  indexSearch,
  recoverMedia,
];
