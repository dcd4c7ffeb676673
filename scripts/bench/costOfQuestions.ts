import { randomUUID } from 'node:crypto';
import { median } from 'simple-statistics';
import { call, type Dependencies } from '../../functions/src/platform/callable.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { AnyCallable } from '../../functions/test/docs/deployedCallables.ts';
import { hostileInputs } from '../../functions/test/hostile/hostileInputs.ts';
import { hostileTexts } from '../../functions/test/hostile/hostileTexts.ts';
import type { HostileTarget } from '../../functions/test/hostile/tryHostileInputs.ts';
import { QUESTIONS } from '../../functions/test/platform/identity/policy/questions.ts';
import { callablesOn } from '../../functions/test/support/standInHandlers.ts';
import { memberToken, UNCHECKED } from '../lib/callContext.ts';
import { processorTime, type ProcessorTime } from './processorTime.ts';

/** The longest text that searchTalent takes. */
const LONGEST = 500;

/** Each question is asked this often; what it takes at best counts, since collecting garbage hits any of them. */
const ATTEMPTS = 3;

const NORMAL = [
  'someone who can build a mobile app and talk to investors',
  'python machine learning',
  'javscript devloper',
  'looking for a co-founder with marketing experience',
  'statistics tutor',
  'volunteer in health care',
];

/** Hostile inputs measured of each callable, and how many of the most expensive are measured again. */
const INPUTS_EACH = 30;
const REPEATED = 3;
const SEARCHES_REPEATED = 8;

/** Calls that take less are compared with this: in milliseconds, what measuring is exact to. */
const LEAST_MS = 5;

export interface SearchCosts {
  /** The most expensive hostile search, relative to a normal one. */
  worstRatio: number;
  /** What a character costs beyond a normal question, relative to what a character of a normal question costs. */
  worstCharacterRatio: number;
  /** The longest text relative to half of it. */
  worstDoubling: number;
}

/** What texts cost that are made to cost much, as long as searchTalent takes them. */
export async function costsOfSearches(target: HostileTarget): Promise<SearchCosts> {
  const { sql } = target;
  const time = await processorTime(sql);
  const definition = (await callablesOn(target.media.stores))['searchTalent'];
  if (definition === undefined) throw new Error('searchTalent is not deployed');
  const search = (query: string, attempts = ATTEMPTS): Promise<number> =>
    cheapest(time, (nth) => attempt(definition, { query: vary(query, nth) }, target), attempts);
  // Loads the model and the vocabulary.
  for (const query of [...NORMAL, ...NORMAL]) await search(query);
  const normal = median(await inTurn(NORMAL, (query) => search(query)));
  const normalLength = median(NORMAL.map(({ length }) => length));
  const once = await inTurn(await hostileQuestions(sql), async (text) => ({
    text,
    cost: await search(text, 1),
  }));
  const dearest = once.toSorted((one, other) => other.cost - one.cost).slice(0, SEARCHES_REPEATED);
  const rows = await inTurn(dearest, async ({ text }) => {
    const [half, whole] = [await search(text.slice(0, LONGEST / 2)), await search(text)];
    return {
      text,
      ratio: whole / normal,
      perCharacter: (whole - normal) / (text.length - normalLength) / (normal / normalLength),
      doubling: whole / half,
    };
  });
  const worst = rows.toSorted((a, b) => b.ratio - a.ratio);
  console.log(
    `\nA normal search takes ${normal.toFixed(0)} ms of processor time. The most expensive hostile ones:`,
  );
  console.table(
    worst.map(({ text, ratio, perCharacter, doubling }) => ({
      text: JSON.stringify(text.slice(0, 40)),
      'times normal': ratio.toFixed(1),
      'times normal, for each further character': perCharacter.toFixed(2),
      'times half the text': doubling.toFixed(1),
    })),
  );
  return {
    worstRatio: worst[0]?.ratio ?? 0,
    worstCharacterRatio: Math.max(...rows.map(({ perCharacter }) => perCharacter)),
    worstDoubling: Math.max(...rows.map(({ doubling }) => doubling)),
  };
}

/** Texts of hostile characters, and of words and skills of the campus: frequent and rare ones, and misspelt. */
async function hostileQuestions(sql: Sql): Promise<string[]> {
  const words = await sql<{ word: string }[]>`select word from search_words order by people desc, word`;
  const skills = await sql<{ name: string }[]>`
    select name from skills join skill_neighbours on skill_id = skills.id group by name order by count(*) desc, name`;
  const frequent = words.map(({ word }) => word);
  const lists = [
    frequent,
    frequent.toReversed(),
    frequent.map((word) => `${word.slice(0, 2)}x${word.slice(2)}`),
    frequent.map((word) => word.slice(0, 3)),
    skills.map(({ name }) => name),
  ];
  return [...lists.map((list) => list.join(' ').slice(0, LONGEST)), ...hostileTexts(LONGEST)];
}

/** What the callables' hostile inputs cost, relative to the questions that the policy's tests ask. */
export async function costsOfCalls(target: HostileTarget, seed: number): Promise<{ worstRatio: number }> {
  const time = await processorTime(target.sql);
  const rows: { callable: string; input: string; ms: number; ratio: number }[] = [];
  for (const definition of Object.values(await callablesOn(target.media.stores))) {
    const cost = (data: unknown): Promise<number> =>
      cheapest(time, () => attempt(definition, data, target), 1);
    const normal = Math.max(median(await inTurn(normalInputs(definition), cost)), LEAST_MS);
    const costs = await inTurn(hostileInputs(definition, INPUTS_EACH, seed), async (data) => ({
      data,
      ms: await cost(data),
    }));
    const dearest = costs.toSorted((a, b) => b.ms - a.ms).slice(0, REPEATED);
    const again = await inTurn(dearest, async ({ data, ms }) => ({
      data,
      ms: Math.min(ms, await cost(data)),
    }));
    const [worst] = again.toSorted((a, b) => b.ms - a.ms);
    if (worst === undefined) continue;
    const input = JSON.stringify([worst.data]).slice(0, 60);
    rows.push({ callable: definition.name, input, ms: worst.ms, ratio: worst.ms / normal });
  }
  const worst = rows.toSorted((a, b) => b.ratio - a.ratio);
  console.log('\nThe most expensive hostile inputs of all callables:');
  console.table(
    worst
      .slice(0, 5)
      .map(({ ms, ratio, ...row }) => ({ ...row, ms: ms.toFixed(1), 'times normal': ratio.toFixed(1) })),
  );
  return { worstRatio: worst[0]?.ratio ?? 0 };
}

function normalInputs({ name }: AnyCallable): object[] {
  const questions = QUESTIONS[name as keyof typeof QUESTIONS].ask('admin');
  return [...Object.values(questions), ...Object.values(questions)].map(({ input }) => input);
}

/** A text of the same length and kind that nothing has been remembered of. */
function vary(text: string, nth: number): string {
  return text.length < LONGEST / 2 ? `${text} ${String(nth)}` : `${text.slice(0, -2)} ${String(nth)}`;
}

/** Refusals cost too. */
async function attempt(definition: AnyCallable, data: unknown, { sql, redis }: HostileTarget): Promise<void> {
  const dependencies: Dependencies = {
    redis: () => redis,
    sql: () => sql,
    now: () => new Date(),
    ...UNCHECKED,
  };
  // Somebody else each time, so that nobody has asked too often.
  const token = memberToken(`admin-${randomUUID()}`, { role: 'admin' });
  await call(definition, { token, data }, dependencies).catch(() => undefined);
}

async function cheapest(
  time: ProcessorTime,
  work: (nth: number) => Promise<void>,
  attempts = ATTEMPTS,
): Promise<number> {
  const costs: number[] = [];
  for (let nth = 0; nth < attempts; nth += 1) {
    costs.push(await time(() => work(nth)));
  }
  return Math.min(...costs);
}

async function inTurn<Item, Result>(
  items: Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
