const HOUR_MS = 3_600_000;

/** When drivers run, in hours after the beginning: when each of the three looks is due. */
export const LOOK_HOURS = [0, 3, 26];

export function lookAt(began: Date, hours: number): Date {
  return new Date(began.getTime() + hours * HOUR_MS);
}
