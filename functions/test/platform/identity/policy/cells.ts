import { memberToken } from '../../../../../scripts/lib/callContext.ts';
import { callerOf, type Caller } from '../../../../src/platform/identity/caller.ts';
import { POLICY, reachOf, type CallableName, type Reach } from '../../../../src/platform/identity/policy.ts';
import { ASKERS, type Asker } from './policyCampus.ts';
import { QUESTIONS, TARGETS, type Outcome, type Question, type Target } from './questions.ts';

/** One question of one kind of person to one callable. */
export interface Cell {
  name: CallableName;
  asker: Asker;
  target: Target;
}

/** A cell with what the policy says of it. */
export interface AskedCell extends Cell {
  caller: Caller;
  reach: Reach;
  question: Question;
  /** Whether the caller's reach covers whose data the question is about. */
  isCovered: boolean;
}

/** Every callable × every kind of person × whose data. */
export function allCells(): AskedCell[] {
  const names = Object.keys(POLICY) as CallableName[];
  const askers = Object.keys(ASKERS) as Asker[];
  return names.flatMap((name) =>
    askers.flatMap((asker) => TARGETS.map((target) => toAsked({ name, asker, target }))),
  );
}

function toAsked(cell: Cell): AskedCell {
  const { name, asker, target } = cell;
  const caller = callerOf(memberToken(asker, ASKERS[asker]));
  const reach = reachOf(POLICY[name], caller);
  const coversDepartment = reach === 'departments' && caller.departmentKeys.includes('law');
  const isCovered = reach === 'everyone' || target === 'own' || (target === 'department' && coversDepartment);
  return { ...cell, caller, reach, question: QUESTIONS[name].ask(asker)[target], isCovered };
}

/** How a cell must end: computed from the policy, and from what the questions say of their callable. */
export function expectedOf({ name, caller, reach, question, isCovered }: AskedCell): Outcome {
  if (reach === 'none') return 'permission-denied';
  const { withoutDepartments = QUESTIONS[name].withoutDepartments } = question;
  if (reach === 'departments' && caller.departmentKeys.length === 0 && withoutDepartments !== undefined)
    return withoutDepartments;
  const outcome = isCovered ? question.covered : question.otherwise;
  if (outcome !== 'figures') return outcome;
  return reach === 'everyone' ? 'exact' : 'rounded';
}
