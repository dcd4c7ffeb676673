import type { Recommender } from '../recommender.ts';

export const recommendSkills: Recommender = () => Promise.resolve([]);
