import type { Contract } from './contract.ts';
import { dartFiles } from './dart/dartFiles.ts';
import { readModel } from './model/readModel.ts';
import { typescriptFiles } from './typescript/typescriptFiles.ts';

/** The text of every file that is generated as a whole, by its path. */
export function generatedFiles(contract: Contract): Record<string, string> {
  const model = readModel(contract);
  return {
    'clients/contract.json': `${JSON.stringify(contract, null, 2)}\n`,
    ...within('clients/typescript', typescriptFiles(model)),
    ...within('clients/dart', dartFiles(model)),
  };
}

function within(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
