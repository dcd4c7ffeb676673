import type { Contract } from './contract.ts';

/** The text of every generated file under clients/, by its path. */
export function generatedFiles(contract: Contract): Record<string, string> {
  return { 'contract.json': `${JSON.stringify(contract, null, 2)}\n` };
}
