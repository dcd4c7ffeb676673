import { redactionOf } from '../../../platform/documents/redactDocument.ts';
import { forgetCached } from '../../../platform/forgetCached.ts';
import type { Step } from '../step.ts';

/** Recommended skills may include one that nobody else had. The lists themselves are stored in Postgres. */
const RECOMMENDATIONS = /^answer:[^:]*:recommendations:/;

/** Deletes cached answers, of anybody, that name the person or may show what they alone had, and the counts of their calls. */
export const redisStep: Step = {
  name: 'redis',
  async run({ subject, redis }) {
    const { uid } = subject;
    // Others' answers are only cached: a namesake's are computed anew.
    const { redactText } = redactionOf([subject], () => false);
    const isGone = (text: string): boolean =>
      text.includes(uid) || redactText(text) !== text || RECOMMENDATIONS.test(text);
    const keys = await forgetCached(redis(), isGone);
    return keys === 0 ? {} : { keys };
  },
};
