/** Fields that name a thing in a list, the first present one wins. */
const HEADINGS = ['name', 'title', 'skill', 'month', 'week'];

/** Fields printed on a line of their own below the heading. */
const SENTENCES = ['reason', 'headline', 'highlight'];

/** Fields that only machines need. */
const HIDDEN = ['id', 'photo', 'image', 'modelVersion', 'reasonKind'];

/** An answer as text for a terminal: lists are numbered, reasons stand on lines of their own. */
export function formatAnswer(answer: unknown): string {
  return formatValue(answer, '').trim();
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

function formatScalar(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(3);
  if (value === null || value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 16).replace('T', ' ') : text;
}

/** `sharedSkills` as `shared skills`. */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
