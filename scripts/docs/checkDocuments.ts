import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCommands, type ReadHelp } from './checkCommands.ts';
import { checkLinks } from './checkLinks.ts';
import { parseMarkdown } from './markdown.ts';

/** Folders that are not part of the repository. */
const FOREIGN = new Set(['node_modules', 'lib', '.local', '.git']);

/** Checks the links and the npm commands of every Markdown document below a folder that has a package.json. */
export async function checkDocuments(
  root: string,
  readHelp: ReadHelp,
): Promise<{ documents: number; problems: string[] }> {
  const paths = await Array.fromAsync(
    glob('**/*.md', { cwd: root, exclude: (name) => name.split('/').some((part) => FOREIGN.has(part)) }),
  );
  const documents = await Promise.all(
    paths.sort().map(async (path) => parseMarkdown(path, await readFile(join(root, path), 'utf8'))),
  );
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const scripts = new Set(Object.keys(manifest.scripts));
  const problems = [...checkLinks(root, documents), ...(await checkCommands(documents, scripts, readHelp))];
  return { documents: documents.length, problems };
}
