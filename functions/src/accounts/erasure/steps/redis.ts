import { redactionOf } from '../../../platform/documents/redactDocument.ts';
import { forgetCached } from '../../../platform/forgetCached.ts';
import type { Step } from '../step.ts';

/** Deletes cached answers, of anybody, that name the person, and the counts of their calls. */
export const redisStep: Step = {
  name: 'redis',
  async run({ subject, redis }) {
    const { uid } = subject;
    // Others' answers are only cached: a namesake's are computed anew.
    const { redactText } = redactionOf([subject], () => false);
    const names = (text: string): boolean => text.includes(uid) || redactText(text) !== text;
    const keys = await forgetCached(redis(), names);
    return keys === 0 ? {} : { keys };
  },
};
