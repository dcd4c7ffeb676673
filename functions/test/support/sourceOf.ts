import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gms;

/** The texts of a module and of all modules of the suite that it loads, at once or on use. */
export function sourceOf(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  const imported = [...text.matchAll(IMPORT)].map(([, atOnce, onUse]) => atOnce ?? onUse ?? '');
  return [text, ...imported.flatMap((file) => sourceOf(join(dirname(path), file), seen))];
}
