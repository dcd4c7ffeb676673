import { recommendEvents } from './events/recommendEvents.ts';
import type { RecommendationType, Recommender } from './recommender.ts';
import { recommendSkills } from './skills/recommendSkills.ts';
import { recommendUsers } from './users/recommendUsers.ts';

/** What ranks each kind of thing. */
export const RECOMMENDERS: Record<RecommendationType, Recommender> = {
  event: recommendEvents,
  user: recommendUsers,
  skill: recommendSkills,
};
