/**
 * Moves the clock of Node.js processes, for `npm start -- --today`. The processes that are started afterwards load this
 * module with `--import`, so it imports nothing.
 */
const VARIABLE = 'LOCAL_CLOCK_OFFSET_MS';

/**
 * Makes this process, and the Node.js processes it starts, live on this day, at the present time of the day.
 *
 * @param today as YYYY-MM-DD
 */
export function moveClock(today: string): void {
  const offsetMs = Date.parse(today) - Date.parse(new Date().toISOString().slice(0, 10));
  process.env[VARIABLE] = String(offsetMs);
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import=${import.meta.url}`.trim();
  addToClock(offsetMs);
}

function addToClock(offsetMs: number): void {
  const now = (): number => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values: unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, property): unknown => (property === 'now' ? now : Reflect.get(target, property)),
  });
}

const RealDate = Date;
const inherited = process.env[VARIABLE];
if (inherited !== undefined) addToClock(Number(inherited));
