import { DEFAULT_LIMIT } from '../../../functions/src/platform/callable.ts';
import type { CallableContract, Contract, Schema } from '../contract.ts';
import type { Callable } from '../model/model.ts';
import type { AnswerTables } from './answerTables.ts';
import { limitsOf } from './limitsOf.ts';
import { table } from './table.ts';

/** What docs/api.md says of a callable: who may call it, what it takes and gives, and why it fails. */
export function describeCallable(
  { name, output }: Callable,
  { callables, $defs }: Contract,
  answers: AnswerTables,
): string {
  const callable = callables[name];
  if (callable === undefined) throw new Error(`there is no callable ${name}`);
  const { description, access, input, errors } = callable;
  const reasons = errors.map((code) => `\`${code}\``).join(', ');
  return [
    description.trim(),
    `*${callers(access)}${notes(callable)}*`,
    describeInput(input, $defs),
    answers.describe(output),
    ...(errors.length === 0
      ? []
      : [`Fails with ${reasons}, besides [what every call may fail with](#errors).`]),
  ].join('\n\n');
}

function callers({ member, faculty }: CallableContract['access']): string {
  if (member !== 'none') return 'Members';
  return faculty === 'none' ? 'Administrators' : 'Faculty and administrators';
}

/** What an app has to know besides. */
function notes({ cacheSeconds, idempotent, irreversible, rateLimit }: CallableContract): string {
  const { calls, seconds } = rateLimit;
  const isDefault = calls === DEFAULT_LIMIT.calls && seconds === DEFAULT_LIMIT.seconds;
  const said = [
    ...(cacheSeconds === null ? [] : ['cached']),
    ...(idempotent ? [] : ['not to be repeated blindly']),
    ...(irreversible ? ['uses up its App Check token'] : []),
    ...(isDefault ? [] : [`${calls.toLocaleString('en')} calls ${periodText(seconds)}`]),
  ];
  return `${said.map((note) => `; ${note}`).join('')}.`;
}

function periodText(seconds: number): string {
  const words: Record<number, string> = { 60: 'a minute', 3600: 'an hour', 86_400: 'a day' };
  return words[seconds] ?? `in ${String(seconds)} seconds`;
}

function describeInput(input: Schema, $defs: Contract['$defs']): string {
  if (input.oneOf !== undefined) {
    return ['Takes one of:', ...input.oneOf.map((variant) => inputTable(variant, $defs))].join('\n\n');
  }
  return Object.keys(input.properties ?? {}).length === 0 ? 'Takes nothing.' : inputTable(input, $defs);
}

function inputTable({ properties = {}, required = [] }: Schema, $defs: Contract['$defs']): string {
  return table(
    ['takes', '', ''],
    Object.entries(properties).map(([name, schema]) => [
      `\`${name}\``,
      limitsOf(schema, $defs, required.includes(name)),
      schema.description ?? '',
    ]),
  );
}
