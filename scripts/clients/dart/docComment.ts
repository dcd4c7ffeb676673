const LINE_LENGTH = 80;

/** A doc comment of Markdown, wrapped; empty for null. */
export function docComment(markdown: string | null, indent = 0): string {
  if (markdown === null || markdown === '') return '';
  const width = LINE_LENGTH - indent - '/// '.length;
  const lines = markdown.split('\n').flatMap((line) => wrap(line, width));
  return lines.map((line) => `/// ${line}`.trimEnd()).join('\n') + '\n';
}

/** Continues items of a list below their text. */
function wrap(line: string, width: number): string[] {
  const hanging = /^[-*] /.test(line) ? '  ' : '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = hanging + word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
