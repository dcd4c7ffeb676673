/** One request of docs/api.md with the answer documented for it. */
export interface Example {
  callable: string;
  /** Who calls, where the document says so. */
  caller: string | null;
  request: unknown;
  answer: unknown;
  /** Line of the request in the document. */
  line: number;
}

interface Fence {
  callable: string;
  kind: 'request' | 'answer';
  caller: string | null;
  line: number;
  json: string;
}

/**
 * The examples of an API document. Below a heading like "### `similarStudents`" stands a fenced block marked
 * "json request" or "json request as somebody", followed by one marked "json answer"; there may be several pairs.
 *
 * @throws when a block is no JSON, stands outside such a heading, or has no counterpart.
 */
export function readExamples(markdown: string): Example[] {
  const fences = readFences(markdown);
  const requests = fences.filter(({ kind }) => kind === 'request');
  if (requests.length * 2 < fences.length) throw new Error('An answer has no request.');
  return requests.map((request) => {
    const answer = fences[fences.indexOf(request) + 1];
    if (answer?.kind !== 'answer' || answer.callable !== request.callable)
      throw new Error(`Line ${String(request.line)}: the request has no answer.`);
    const { callable, caller, line } = request;
    return { callable, caller, request: parse(request), answer: parse(answer), line };
  });
}

function readFences(markdown: string): Fence[] {
  const fences: Fence[] = [];
  let callable: string | null = null;
  let open: Fence | null = null;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (open !== null) {
      if (text === '```') open = null;
      else open.json += `${text}\n`;
      continue;
    }
    if (text.startsWith('#')) callable = /^### `(\w+)`$/.exec(text)?.[1] ?? null;
    const [, kind, caller = null] = /^```json (request|answer)(?: as (\w+))?$/.exec(text) ?? [];
    if (kind === undefined) continue;
    const line = index + 1;
    if (callable === null)
      throw new Error(`Line ${String(line)}: the ${kind} stands outside the section of a callable.`);
    open = { callable, kind: kind as Fence['kind'], caller, line, json: '' };
    fences.push(open);
  }
  return fences;
}

function parse({ json, line, kind }: Fence): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`Line ${String(line)}: the ${kind} is not valid JSON: ${String(error)}`, {
      cause: error,
    });
  }
}
