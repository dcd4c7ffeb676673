import type { Model } from '../model/model.ts';
import { callablesText } from './callablesText.ts';
import { declarationText } from './declarationText.ts';

/** Types that are written by hand. */
const HELPERS = ['CallableTraits', 'CallOptions', 'NoInput', 'Open', 'ShortList', 'Time', 'UnknownVariant'];

/** What is generated of the TypeScript client, by its path in clients/typescript. */
export function typescriptFiles(model: Model): Record<string, string> {
  const enums = new Set(model.declarations.flatMap(({ kind, name }) => (kind === 'enum' ? [name] : [])));
  const declarations = model.declarations.map((declaration) => declarationText(declaration, enums));
  const text = [callablesText(model, enums), ...declarations].join('\n');
  return { 'src/generated.ts': `${headerOf(text)}\n${text}` };
}

function headerOf(text: string): string {
  const used = HELPERS.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return `// Written by \`npm run clients\` from clients/contract.json: change the callables instead.
import type { ${used.join(', ')} } from './types.ts';
`;
}
