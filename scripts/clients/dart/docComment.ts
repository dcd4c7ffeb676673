import { wrapLine } from '../model/words.ts';

const LINE_LENGTH = 80;

/** A doc comment of Markdown, wrapped; empty for null. */
export function docComment(markdown: string | null, indent = 0): string {
  if (markdown === null || markdown === '') return '';
  const width = LINE_LENGTH - indent - '/// '.length;
  const lines = markdown.split('\n').flatMap((line) => wrapLine(line, width));
  return lines.map((line) => `/// ${line}`.trimEnd()).join('\n') + '\n';
}
