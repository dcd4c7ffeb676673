import type { CallOptions } from './types.ts';

type Method = (input?: object, options?: CallOptions) => Promise<unknown>;

/** Calls page after page, as long as answers have a cursor. */
export function pagesOf(method: Method) {
  return async function* pages(input: object = {}, options?: CallOptions): AsyncGenerator<unknown, void> {
    let next: object | null = input;
    while (next !== null) {
      const answer = await method(next, options);
      yield answer;
      const { cursor } = answer as { cursor: string | null };
      next = cursor === null ? null : { ...input, cursor };
    }
  };
}
