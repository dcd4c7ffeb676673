/** Whether this run has the time for whole matrices: `npm test -- --thorough`, as CI runs it once. */
export const isThorough = process.env['THOROUGH'] === '1';

/** How much a randomised test tries: a part in an ordinary run, all in a thorough one. */
export function tries(ordinary: number, thorough: number): number {
  return isThorough ? thorough : ordinary;
}
