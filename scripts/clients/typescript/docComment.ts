import { wrapLine } from '../model/words.ts';

const WIDTH = 110;

/** A doc comment of these paragraphs, wrapped and indented; nothing without any. */
export function docComment(paragraphs: readonly (string | null)[], indent = ''): string {
  const width = WIDTH - indent.length - ' * '.length;
  const text = paragraphs.filter((paragraph) => paragraph !== null).join('\n\n');
  if (text === '') return '';
  const lines = text
    .replaceAll('*/', '*\\/')
    .split('\n')
    .flatMap((line) => wrapLine(line, width));
  const [only = '', ...others] = lines;
  if (others.length === 0 && only.length + '/** '.length + ' */'.length + indent.length <= WIDTH) {
    return `${indent}/** ${only} */\n`;
  }
  const body = lines.map((line) => `${indent} * ${line}`.trimEnd());
  return `${indent}/**\n${body.join('\n')}\n${indent} */\n`;
}
