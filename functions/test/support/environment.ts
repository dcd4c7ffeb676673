/** The project of the emulators. */
export const PROJECT = 'demo-student-talent';

/** A setting that the test runner provides. A suite that cannot run fails; it is never skipped. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: run the tests with "npm test", which starts what they need`);
  return value;
}
