import { HttpsError } from 'firebase-functions/https';
import { memberToken, UNCHECKED, type Claims } from '../../../scripts/lib/callContext.ts';
import type { InProcessMedia } from '../../../scripts/local/inProcessMedia.ts';
import { call, type Dependencies } from '../../src/platform/callable.ts';
import { setLogSink } from '../../src/platform/logger.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import type { OptionalRedis } from '../../src/platform/redis.ts';
import { ASKERS, PRIVATE } from '../platform/identity/policy/policyCampus.ts';
import { callablesOn } from '../support/standInHandlers.ts';
import { hostileInputs } from './hostileInputs.ts';
import { hostileNotifications } from './hostileNotifications.ts';
import { CONTENT } from './knownAttacks.ts';
import { leaksOf } from './leaks.ts';

/** What an input led to that must not be. */
interface Unexpected {
  name: string;
  asker: string;
  input: string;
  faults: string;
}

export interface HostileTrial {
  inputs: number;
  /** How many of them were answered; the others were refused. */
  answered: number;
  unexpected: Unexpected[];
  slowest: { name: string; milliseconds: number };
}

/** The campus of policyCampus.ts, in real stores. */
export interface HostileTarget {
  sql: Sql;
  redis: OptionalRedis;
  media: InProcessMedia;
}

/** An input that takes longer has hung. */
const MAX_MS = 5000;

/** What of an input is shown with a fault. */
const SHOWN_CHARACTERS = 300;

/** Who asks, in turn: every second one may ask anything. */
const PEOPLE: [uid: string, claims: Claims][] = [
  ['admin', ASKERS.admin],
  ['law0', ASKERS.student],
  ['admin2', ASKERS.admin],
  ['faculty', ASKERS.faculty],
  [`o'brien"\\\u202e../%\n`, ASKERS.admin],
  ['graduate', ASKERS.alumni],
];

/**
 * Calls every deployed callable with this many hostile inputs, and the webhook with as many notifications. Each must end
 * in an answer, or in an error for the caller, within five seconds, and neither may leak, nor may the log.
 */
export async function tryHostileInputs(
  target: HostileTarget,
  { inputsEach, seed }: { inputsEach: number; seed: number },
): Promise<HostileTrial> {
  const trial: HostileTrial = {
    inputs: 0,
    answered: 0,
    unexpected: [],
    slowest: { name: '', milliseconds: 0 },
  };
  const leaks = await leaksOf(target.sql);
  const attempt = async (
    name: string,
    asker: string,
    input: unknown,
    work: () => Promise<unknown>,
  ): Promise<void> => {
    const log: unknown[] = [];
    const previous = setLogSink((...entry) => log.push(entry));
    const started = performance.now();
    const result = await outcomeOf(work);
    const milliseconds = performance.now() - started;
    setLogSink(previous);
    const faults = [
      ...(result.fault === null ? [] : [result.fault]),
      ...leaks(result.error),
      ...(PRIVATE.test(JSON.stringify(result.answer ?? null)) ? ['shows what is private'] : []),
      ...(new RegExp(`${CONTENT}|${PRIVATE.source}`).test(JSON.stringify(log))
        ? ['contents in the log']
        : []),
      ...(milliseconds > MAX_MS ? [`${milliseconds.toFixed(0)} ms`] : []),
    ];
    trial.inputs += 1;
    if (result.error === null) trial.answered += 1;
    if (milliseconds > trial.slowest.milliseconds) trial.slowest = { name, milliseconds };
    if (faults.length > 0)
      trial.unexpected.push({
        name,
        asker,
        input: shown(input),
        faults: `${faults.join(', ')} ${shown(log)}`,
      });
  };

  const dependencies = dependenciesOf(target);
  for (const definition of Object.values(await callablesOn(target.media.stores))) {
    for (const [index, data] of hostileInputs(definition, inputsEach, seed).entries()) {
      const [uid, claims] = PEOPLE[index % PEOPLE.length] ?? ['', {}];
      const token = memberToken(uid, claims);
      await attempt(definition.name, uid, data, () => call(definition, { token, data }, dependencies));
    }
  }
  for (const notification of await hostileNotifications(target.media.accountUrl, inputsEach, seed)) {
    await attempt('cloudinaryWebhook', 'Cloudinary', notification, () => target.media.handle(notification));
  }
  return trial;
}

function dependenciesOf({ sql, redis }: HostileTarget): Dependencies {
  return { redis: () => redis, sql: () => sql, now: () => new Date(), ...UNCHECKED };
}

interface Outcome {
  answer: unknown;
  /** What the caller is told. */
  error: string | null;
  fault: string | null;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { answer: await work(), error: null, fault: null };
  } catch (error) {
    if (!(error instanceof HttpsError)) return { answer: null, error: '', fault: `throws ${String(error)}` };
    const { code, message, details } = error;
    const isOurs = code === 'internal' || code === 'unknown' || code === 'unavailable';
    return { answer: null, error: `${message} ${JSON.stringify(details)}`, fault: isOurs ? code : null };
  }
}

function shown(value: unknown): string {
  return JSON.stringify([value]).slice(0, SHOWN_CHARACTERS);
}
