import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from '../../lib/root.ts';

const PACKAGE = join(ROOT, 'clients/dart');

/** Every Dart file of the package, by its path within it. */
export async function dartSources(): Promise<Record<string, string>> {
  const sources: Record<string, string> = {};
  for await (const file of glob(join(PACKAGE, '**/*.dart'))) {
    sources[relative(PACKAGE, file)] = await readFile(file, 'utf8');
  }
  return sources;
}
