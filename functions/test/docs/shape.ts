/** In a documented object: further keys may follow, whose values have the shape of the documented ones. */
const MORE = '…';

/**
 * Where an answer has another shape than the documented one: other keys, or other types. Values do not matter.
 *
 * - Every element of a list must have the shape of one of the documented elements.
 * - A list documented with elements must not be empty, since that would prove nothing.
 * - A documented key "…" stands for further keys of the same shape.
 *
 * @returns a sentence for each difference; none when the shapes agree.
 */
export function shapeDifferences(documented: unknown, answer: unknown, at = 'answer'): string[] {
  const [expected, actual] = [typeOf(documented), typeOf(answer)];
  if (expected !== actual) return [`${at} is documented as ${expected}, but is ${actual}.`];
  if (Array.isArray(documented)) return listDifferences(documented, answer as unknown[], at);
  if (expected === 'object') return objectDifferences(documented as Fields, answer as Fields, at);
  return [];
}

type Fields = Record<string, unknown>;

function objectDifferences({ [MORE]: more, ...documented }: Fields, answer: Fields, at: string): string[] {
  const siblings = Object.values(documented);
  const missing = Object.keys(documented).filter((key) => !(key in answer));
  return [
    ...missing.map((key) => `${at}.${key} is documented, but missing.`),
    ...Object.entries(answer).flatMap(([key, value]) => {
      if (key in documented) return shapeDifferences(documented[key], value, `${at}.${key}`);
      if (more === undefined) return [`${at}.${key} is not documented.`];
      return leastDifferences(siblings, value, `${at}.${key}`);
    }),
  ];
}

function listDifferences(documented: unknown[], answer: unknown[], at: string): string[] {
  if (documented.length === 0 && answer.length > 0)
    return [`${at} is documented as empty, but has elements.`];
  if (documented.length > 0 && answer.length === 0)
    return [`${at} is documented with elements, but is empty.`];
  return answer.flatMap((element, index) => leastDifferences(documented, element, `${at}[${String(index)}]`));
}

/** The differences to the documented value that is nearest. */
function leastDifferences(documented: unknown[], value: unknown, at: string): string[] {
  const [least = []] = documented
    .map((one) => shapeDifferences(one, value, at))
    .sort((a, b) => a.length - b.length);
  return least;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
