import { HttpsError } from 'firebase-functions/https';
import { memberToken } from '../../../../../scripts/lib/callContext.ts';
import type { MediaStores } from '../../../../src/media/files/mediaStores.ts';
import { call } from '../../../../src/platform/callable.ts';
import type { Sql } from '../../../../src/platform/postgres.ts';
import type { AnyCallable } from '../../../docs/deployedCallables.ts';
import { withoutRedis } from '../../../support/dependencies.ts';
import { callablesOn } from '../../../support/standInHandlers.ts';
import { allCells, expectedOf, type AskedCell, type Cell } from './cells.ts';
import { faultsOf, kindOf } from './judgeAnswer.ts';
import { ASKERS, NOW } from './policyCampus.ts';
import { QUESTIONS } from './questions.ts';
import { lastRow, recordFaults } from './recordFaults.ts';

/** A cell that was tried. */
export interface TriedCell extends Cell {
  expected: string;
  actual: string;
}

/** Tries every cell of the policy on the campus of policyCampus.ts. */
export async function tryPolicy(sql: Sql, stores: MediaStores): Promise<TriedCell[]> {
  const callables = await callablesOn(stores);
  const tried: TriedCell[] = [];
  for (const cell of allCells()) {
    const { name, asker, target } = cell;
    const definition = callables[name];
    if (definition === undefined) throw new Error(`${name} is not deployed`);
    const actual = await ask(sql, definition, cell);
    tried.push({ name, asker, target, expected: expectedOf(cell), actual });
  }
  return tried;
}

async function ask(sql: Sql, definition: AnyCallable, cell: AskedCell): Promise<string> {
  const { name, asker, question } = cell;
  const now = QUESTIONS[name].inThePresent === true ? new Date() : NOW;
  const after = await lastRow(sql);
  const request = { token: memberToken(asker, ASKERS[asker]), data: question.input };
  try {
    const answer = await call(definition, request, withoutRedis(sql, now));
    const record = await recordFaults(sql, cell, { after, ended: 'answered' });
    return [kindOf(answer), ...faultsOf(cell, answer), ...record].join(', ');
  } catch (error) {
    if (!(error instanceof HttpsError)) throw error;
    return [error.code, ...(await recordFaults(sql, cell, { after, ended: error.code }))].join(', ');
  }
}
