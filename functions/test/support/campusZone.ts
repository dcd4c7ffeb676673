/** Runs the work on a campus in a time zone. */
export async function inCampusZone<Result>(
  zone: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const { CAMPUS_TIME_ZONE: before } = process.env;
  process.env['CAMPUS_TIME_ZONE'] = zone;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['CAMPUS_TIME_ZONE'];
    else process.env['CAMPUS_TIME_ZONE'] = before;
  }
}

/**
 * Zones that clocks and days are hard in: of half an hour, across the date line, with clocks that change at midnight
 * (forward in Beirut; back in Havana, so that the first hour of a day comes twice), and without any change.
 */
export const HARD_ZONES = [
  'Etc/UTC',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/New_York',
  'America/Havana',
  'Asia/Beirut',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
];

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment in a zone, by other means than the code under test. */
export function localDay(time: string | number | Date, zone: string): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(new Date(time));
}
