import { formatCard } from './formatCard.ts';
import { formatScalar } from './formatScalar.ts';

/** Fields that name a thing in a list, the first present one wins. */
const HEADINGS = ['person', 'event', 'skill', 'name', 'title', 'text', 'month', 'week'];

/** Fields printed on a line of their own below the heading. */
const SENTENCES = ['reason', 'highlight'];

/** Fields that only machines need. */
const HIDDEN = ['id', 'matches', 'modelVersion', 'reasonKind'];

/** An answer as text for a terminal: lists are numbered, cards take one line, reasons stand on lines of their own. */
export function formatAnswer(answer: unknown): string {
  return formatValue(shortened(answer), '').trim();
}

/** The answer with a line in place of each card, and a list of lines in place of each short list. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (!isRecord(value)) return value;
  const card = formatCard(value);
  if (card !== null) return card;
  if (Array.isArray(value['items']) && typeof value['total'] === 'number') {
    const rest = value['total'] - value['items'].length;
    return [...value['items'].map(shortened), ...(rest > 0 ? [`and ${String(rest)} more`] : [])];
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shortened(field)]));
}

function formatValue(value: unknown, indent: string): string {
  if (Array.isArray(value)) return formatList(value, indent);
  if (isRecord(value)) return formatFields(Object.entries(value), indent);
  return `${indent}${formatScalar(value)}\n`;
}

function formatFields(fields: [name: string, value: unknown][], indent: string): string {
  return fields
    .map(([name, value]) => {
      const label = `${indent}${spaced(name)}`;
      if (isInline(value)) return `${label}: ${formatInline(value)}\n`;
      return `${label}:\n${formatValue(value, `${indent}  `)}`;
    })
    .join('');
}

function formatList(items: unknown[], indent: string): string {
  if (items.length === 0) return `${indent}(none)\n`;
  return items
    .map((item, index) => {
      const number = `${indent}${String(index + 1).padStart(2)}. `;
      return isRecord(item)
        ? `${number}${formatItem(item, `${indent}    `)}`
        : `${number}${formatScalar(item)}\n`;
    })
    .join('');
}

function formatItem(item: Record<string, unknown>, indent: string): string {
  const fields = Object.entries(item).filter(([, value]) => value !== null && value !== undefined);
  const heading = HEADINGS.find((name) => typeof item[name] === 'string') ?? 'id';
  const rest = fields.filter(([name]) => name !== heading && !HIDDEN.includes(name));
  const facts = rest.filter(([name, value]) => !SENTENCES.includes(name) && isInline(value));
  const sentences = rest.filter(([name]) => SENTENCES.includes(name));
  const nested = rest.filter(([name, value]) => !SENTENCES.includes(name) && !isInline(value));
  const line = facts.map(([name, value]) => `${spaced(name)} ${formatInline(value)}`).join(', ');
  return [
    `${formatScalar(item[heading])}${line === '' ? '' : `  (${line})`}\n`,
    ...sentences.map(([, value]) => `${indent}${formatScalar(value)}\n`),
    formatFields(nested, indent),
  ].join('');
}

/** Short enough for one line: a scalar, or a list of them. */
function isInline(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item !== 'object') : !isRecord(value);
}

function formatInline(value: unknown): string {
  if (!Array.isArray(value)) return formatScalar(value);
  return value.length === 0 ? '(none)' : value.map(formatScalar).join(', ');
}

/** `sharedSkills` as `shared skills`. */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
