import { talentError } from '../toTalentError.ts';

/** Posts a form to Cloudinary and resolves to its answer. @throws TalentError, or the signal's reason */
export type Post = (request: PostRequest) => Promise<unknown>;

export interface PostRequest {
  url: string;
  form: FormData;
  headers: Record<string, string>;
  onSent: (bytes: number) => void;
  signal: AbortSignal | undefined;
}

/** A chunk that takes longer counts as lost. */
const TIMEOUT_MS = 5 * 60_000;

/** Too many requests, in Cloudinary's words and in those of HTTP. */
const BUSY = [420, 429];

/** What came back; status 0 for nothing. */
interface Response {
  status: number;
  text: string;
}

/** With `XMLHttpRequest`, which says how much has been sent; outside browsers with `fetch`. */
export const post: Post = async (request) => {
  const send = typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByXhr;
  return answerOf(await send(request));
};

async function sendByFetch({ url, form, headers, signal }: PostRequest): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    const response = await fetch(url, { method: 'POST', body: form, headers, signal: either });
    return { status: response.status, text: await response.text() };
  } catch {
    signal?.throwIfAborted();
    return { status: 0, text: '' };
  }
}

function sendByXhr({ url, form, headers, onSent, signal }: PostRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => {
      request.abort();
    };
    request.upload.onprogress = ({ loaded }) => {
      onSent(loaded);
    };
    request.onloadend = () => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve({ status: request.status, text: request.responseText });
    };
    signal?.addEventListener('abort', abort);
    request.open('POST', url);
    request.timeout = TIMEOUT_MS;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(form);
  });
}

function answerOf({ status, text }: Response): unknown {
  if (status === 0) throw talentError('no-connection', 'The connection was lost during the upload.');
  const answer = parse(text);
  if (status === 200) return answer;
  const message = answer?.error?.message ?? `Cloudinary answered ${String(status)}.`;
  throw talentError(status >= 500 || BUSY.includes(status) ? 'unreachable' : 'bad-input', message);
}

/** Null for what is not JSON, such as the page of a proxy. */
function parse(text: string): { error?: { message?: string } } | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
