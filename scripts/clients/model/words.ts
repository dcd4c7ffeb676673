/** Such as `SkillTrends` for `skill-trends`. */
export function capitalised(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map(upperFirst)
    .join('');
}

export function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A line of Markdown as lines of at most this width. Rows of tables stay whole; items of lists go on below their text. */
export function wrapLine(line: string, width: number): string[] {
  if (line.startsWith('|')) return [line];
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
