import type { Callable, Declaration, Model } from '../model/model.ts';
import { docComment } from './docComment.ts';
import { typeText } from './typeText.ts';

/** The methods of the client, and what it has to know of each callable to call it. */
export function callablesText({ callables, declarations }: Model, enums: ReadonlySet<string>): string {
  const methods = callables.map((callable) => methodText(callable, declarations, enums));
  const traits = callables.map((callable) => `  ${callable.name}: ${traitsText(callable)},\n`);
  return `${docComment(['The callables: each takes its input and resolves to its answer, or throws a `TalentError`.'])}export interface TalentCallables {
${methods.join('\n')}}

/** How each of them may be called. */
export const CALLABLES: Record<keyof TalentCallables, CallableTraits> = {
${traits.join('')}};
`;
}

function methodText(
  callable: Callable,
  declarations: readonly Declaration[],
  enums: ReadonlySet<string>,
): string {
  const { name, description, errors, output, pages } = callable;
  const answer = typeText(output, 'output', enums);
  const parameters = `(${inputText(callable, declarations)}, options?: CallOptions)`;
  const reasons = errors.map((error) => `\`${error}\``).join(', ');
  const thrown = reasons === '' ? null : `@throws TalentError also for ${reasons}`;
  const comment = docComment([description, thrown], '  ');
  if (pages === null) return `${comment}  ${name}: ${parameters} => Promise<${answer}>;\n`;
  return `${comment}  ${name}: {
    ${parameters}: Promise<${answer}>;
    /** Answer after answer, from the one that the input asks for to the last. */
    pages: ${parameters} => AsyncIterableIterator<${answer}>;
  };\n`;
}

/** May be left out where all that it holds may be. */
function inputText({ input }: Callable, declarations: readonly Declaration[]): string {
  if (input === null) return 'input?: NoInput';
  const declared = declarations.find(({ name }) => name === input);
  const isOptional = declared?.kind === 'object' && declared.fields.every((field) => field.isOptional);
  return `input${isOptional ? '?' : ''}: ${input}`;
}

function traitsText({ idempotent, irreversible, pages }: Callable): string {
  const traits = [
    ...(idempotent ? ['isIdempotent: true'] : []),
    ...(irreversible ? ['usesUpAppCheckToken: true'] : []),
    ...(pages === null ? [] : ['hasPages: true']),
  ];
  return traits.length === 0 ? '{}' : `{ ${traits.join(', ')} }`;
}
