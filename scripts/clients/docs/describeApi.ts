import type { Contract } from '../contract.ts';
import { readModel } from '../model/readModel.ts';
import { AnswerTables } from './answerTables.ts';
import { describeCallable } from './describeCallable.ts';
import { fillMarkers } from './fillMarkers.ts';

/** docs/api.md with what the contract says of each callable, and of what answers are made of, between its markers. */
export function describeApi(contract: Contract, document: string): string {
  const model = readModel(contract);
  const answers = new AnswerTables(model);
  const callables = model.callables.map((callable): [string, string] => [
    callable.name,
    describeCallable(callable, contract, answers),
  ]);
  return fillMarkers(document, { ...Object.fromEntries(callables), parts: answers.describeParts() });
}
