/** What a Markdown document refers to, and what it can be linked at. */
export interface MarkdownDocument {
  /** Path relative to the repository's folder. */
  path: string;
  /** Anchors of its headings, as GitHub makes them. */
  anchors: Set<string>;
  links: { line: number; target: string }[];
  /** `npm start`, `npm test` and `npm run …` in code spans and code blocks. */
  commands: { line: number; script: string; args: string[] }[];
  /** Code spans that are an option alone, such as `--limit 5`. */
  options: { line: number; name: string }[];
}

const COMMAND = /npm (?:run (?<run>[\w-]+)|(?<short>start|test))(?<rest> -- [^\n]*)?/g;

export function parseMarkdown(path: string, text: string): MarkdownDocument {
  const document: MarkdownDocument = { path, anchors: new Set(), links: [], commands: [], options: [] };
  let fence: string | null = null;
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    const mark = /^\s*(```+|~~~+)/.exec(content)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      continue;
    }
    if (fence !== null) {
      document.commands.push(...readCommands(content).map((command) => ({ line, ...command })));
      continue;
    }
    const heading = /^#{1,6} +(.+?)(?: +#+)?$/.exec(content)?.[1];
    if (heading !== undefined) document.anchors.add(freeAnchor(document.anchors, anchorOf(heading)));
    for (const [, code = ''] of content.matchAll(/`+([^`]+)`+/g)) {
      document.commands.push(...readCommands(code).map((command) => ({ line, ...command })));
      const name = /^--[a-z][\w-]*/.exec(code)?.[0];
      if (name !== undefined) document.options.push({ line, name });
    }
    const prose = content.replaceAll(/`+[^`]+`+/g, '');
    const links = [
      ...prose.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g),
      ...prose.matchAll(/^\[[^\]]+\]: +(\S+)/g),
    ];
    document.links.push(...links.map(([, target = '']) => ({ line, target })));
  }
  return document;
}

/** GitHub's rule: lower case, without punctuation, hyphens for spaces. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** Of headings with the same text, the second gets "-1", the third "-2". */
function freeAnchor(taken: Set<string>, anchor: string): string {
  if (!taken.has(anchor)) return anchor;
  let number = 1;
  while (taken.has(`${anchor}-${String(number)}`)) number += 1;
  return `${anchor}-${String(number)}`;
}

function readCommands(code: string): { script: string; args: string[] }[] {
  return [...code.matchAll(COMMAND)].map(({ groups = {} }) => ({
    script: groups['run'] ?? groups['short'] ?? '',
    args: words((groups['rest'] ?? '').slice(' -- '.length)),
  }));
}

/** The words of a shell command, up to a comment or the next command. */
function words(command: string): string[] {
  const all = command.match(/"[^"]*"|'[^']*'|[^\s;]+|;/g) ?? [];
  const end = all.findIndex((word) => word.startsWith('#') || ['&&', '||', '|', ';', '>'].includes(word));
  return end === -1 ? all : all.slice(0, end);
}
