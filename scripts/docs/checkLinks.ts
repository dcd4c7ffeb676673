import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { MarkdownDocument } from './markdown.ts';

/** A sentence for each link to a file or heading of the repository that does not exist. The Web is not asked. */
export function checkLinks(root: string, documents: MarkdownDocument[]): string[] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  return documents.flatMap(({ path, links }) =>
    links
      .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
      .flatMap(({ line, target }) => {
        const [file = '', anchor] = target.split('#');
        const linked = file === '' ? path : normalize(join(dirname(path), decodeURI(file)));
        const at = `${path}:${String(line)}: `;
        if (!existsSync(join(root, linked))) return [`${at}there is no file ${linked}.`];
        const document = byPath.get(linked);
        if (anchor === undefined || document === undefined || document.anchors.has(anchor)) return [];
        return [`${at}${linked} has no heading #${anchor}.`];
      }),
  );
}
