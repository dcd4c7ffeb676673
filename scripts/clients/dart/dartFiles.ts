import type { Declaration, Model } from '../model/model.ts';
import { emitCalls } from './calls.ts';
import { emitDeclaration } from './declarations.ts';
import { formatDart } from './format.ts';
import { usesOf, type Uses } from './uses.ts';

const HEADER = '// Written by `npm run clients`. Do not edit.\n';

/** The generated part of the Dart package, by path within it. */
export function dartFiles(model: Model): Record<string, string> {
  const uses = usesOf(model);
  const emitted = (isWanted: (declaration: Declaration) => boolean): string =>
    model.declarations
      .filter(isWanted)
      .map((declaration) => emitDeclaration(declaration, uses))
      .join('');
  const files = {
    'lib/src/generated/answers.dart':
      importing(
        '../support/decode.dart',
        '../support/short_list.dart',
        '../support/value.dart',
        'enums.dart',
      ) + emitted(({ kind, name }) => kind !== 'enum' && uses.answers.has(name)),
    'lib/src/generated/inputs.dart':
      importing('../support/value.dart', 'enums.dart') +
      emitted(({ kind, name }) => kind !== 'enum' && isOnlyInput(name, uses)),
    'lib/src/generated/enums.dart':
      importing('../support/decode.dart') + emitted(({ kind }) => kind === 'enum'),
    'lib/src/generated/calls.dart':
      importing(
        '../support/callable.dart',
        '../support/items_of.dart',
        '../support/value.dart',
        'answers.dart',
        'enums.dart',
        'inputs.dart',
      ) + emitCalls(model),
  };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, formatDart(HEADER + text, path)]),
  );
}

function isOnlyInput(name: string, { inputs, answers }: Uses): boolean {
  return inputs.has(name) && !answers.has(name);
}

function importing(...paths: string[]): string {
  return `\n${paths.map((path) => `import '${path}';`).join('\n')}\n`;
}
