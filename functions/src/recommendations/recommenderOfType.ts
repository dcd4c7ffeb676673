import { recommendEvents } from './events/recommendEvents.ts';
import type { PrepareRecommender, RecommendationType } from './recommender.ts';
import { recommendSkills } from './skills/recommendSkills.ts';
import { recommendUsers } from './users/recommendUsers.ts';

/** Who ranks each type. */
export const RECOMMENDERS: Record<RecommendationType, PrepareRecommender> = {
  event: recommendEvents,
  user: recommendUsers,
  skill: recommendSkills,
};
