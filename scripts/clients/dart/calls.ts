import type { Callable, Declaration, Field, Model, Type } from '../model/model.ts';
import { describe, fieldType, isRequired, quoted } from './declarations.ts';
import { docComment } from './docComment.ts';
import { upperFirst } from '../model/words.ts';
import { fieldName } from './names.ts';
import { dartType } from './types.ts';

/** Every callable as a constant, and the mixin with a method for each. */
export function emitCalls({ callables, declarations }: Model): string {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  return `
/// The callables as constants, for \`TalentClient.call\`.
abstract final class TalentCallables {
  ${callables.map(emitConstant).join('\n\n  ')}
}

/// A method for each callable.
mixin TalentCalls {
  /// Calls [callable]. Each method below does this with its own.
  Future<Answer> call<In extends Input, Answer>(
    Callable<In, Answer> callable,
    In input,
  );
  ${callables.map((callable) => emitMethods(callable, byName)).join('\n')}
}
`;
}

function emitConstant({ name, input, output, idempotent, irreversible }: Callable): string {
  const answer = answerOf(name, output);
  return `static const ${fieldName(name)} = Callable<${input ?? 'NoInput'}, ${answer}>(
    ${quoted(name)},
    decode: ${answer}.fromJson,
    ${idempotent ? 'isIdempotent: true,' : ''}
    ${irreversible ? 'isIrreversible: true,' : ''}
  );`;
}

function answerOf(callable: string, output: Type): string {
  if (output.kind !== 'named') throw new Error(`the answer of ${callable} is no object or union`);
  return output.name;
}

type Declarations = ReadonlyMap<string, Declaration>;

function emitMethods(callable: Callable, declarations: Declarations): string {
  const { name, output, pages } = callable;
  const parameters = parametersOf(callable, declarations);
  const method = `
  ${docComment([callable.description, ...parameters.notes].join('\n'), 2)}Future<${dartType(output)}> ${fieldName(name)}(${parameters.declared}) =>
      call(TalentCallables.${fieldName(name)}, ${parameters.input});
`;
  return pages === null ? method : method + emitPages(callable, pages, declarations);
}

interface Parameters {
  /** As the method declares them. */
  declared: string;
  /** A list in its doc comment. */
  notes: string[];
  /** The expression of the input that is made of them. */
  input: string;
}

/** The fields of an object are named parameters; a union is one positional parameter. */
function parametersOf({ input }: Callable, declarations: Declarations): Parameters {
  if (input === null) return { declared: '', notes: [], input: 'const NoInput()' };
  const declaration = declarations.get(input);
  if (declaration?.kind !== 'object') return { declared: `${input} input`, notes: [], input: 'input' };
  const names = declaration.fields.map((field) => fieldName(field.name));
  return {
    declared: `{${declaration.fields.map(parameter).join(' ')}}`,
    notes: notesOn(declaration.fields),
    input: `${input}(${names.map((name) => `${name}: ${name},`).join(' ')})`,
  };
}

function parameter(field: Field): string {
  return `${isRequired(field) ? 'required ' : ''}${fieldType(field)} ${fieldName(field.name)},`;
}

function notesOn(fields: readonly Field[]): string[] {
  const notes = fields.map((field) => ({ name: fieldName(field.name), text: describe(field) }));
  const lines = notes
    .filter(({ text }) => text !== null)
    .map(({ name, text }) => `- [${name}]: ${text ?? ''}`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function emitPages(callable: Callable, pages: string, declarations: Declarations): string {
  const { name, input } = callable;
  const page = declarations.get(answerOf(name, callable.output));
  const taken = declarations.get(input ?? '');
  const list = page?.kind === 'object' ? page.fields.find((field) => field.name === pages)?.type : undefined;
  if (list?.kind !== 'list' || taken?.kind !== 'object') throw new Error(`${name} has no pages`);
  const fields = taken.fields.filter((field) => field.name !== 'cursor');
  const passed = fields.map((field) => `${fieldName(field.name)}: ${fieldName(field.name)},`);
  return `
  /// What [${fieldName(name)}] lists, page after page, each fetched when it is needed.
  Stream<${dartType(list.of)}> all${upperFirst(name)}({${fields.map(parameter).join(' ')}}) => itemsOf(
    (cursor) => ${fieldName(name)}(${passed.join(' ')} cursor: cursor),
    (page) => (page.${fieldName(pages)}, page.cursor),
  );
`;
}
