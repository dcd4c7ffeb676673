import type { Firestore } from '../../functions/src/platform/firestore.ts';
import {
  CONTROL_PATH,
  isFullyOn,
  parseControl,
  readControlFields,
  type Control,
  type Mode,
} from '../../functions/src/sync/control/control.ts';

/**
 * The control with a new mode for these tables, or for everything when none is named. It remembers since
 * when not everything was on, also when everything is again: see {@link forgetPause}.
 */
export function withMode(control: Control, mode: Mode, tables: string[], now: Date): Control {
  const next: Control =
    tables.length === 0
      ? { ...control, mode, collections: {} }
      : {
          ...control,
          collections: {
            ...control.collections,
            ...Object.fromEntries(tables.map((table) => [table, mode])),
          },
        };
  return { ...next, pausedSince: control.pausedSince ?? (isFullyOn(next) ? null : now.toISOString()) };
}

/** Writes a new mode to Firestore, where every instance of the writer reads it within seconds. */
export async function setMode(firestore: Firestore, mode: Mode, tables: string[]): Promise<Control> {
  let before: Control;
  try {
    before = parseControl(await readControlFields(firestore));
  } catch (error) {
    console.log(`${(error as Error).message} Replacing it.`);
    before = parseControl(undefined);
  }
  const after = withMode(before, mode, tables, new Date());
  await firestore.doc(CONTROL_PATH).set(after);
  return after;
}

/** Forgets the last pause, once nothing of it can be lost any more. */
export async function forgetPause(firestore: Firestore): Promise<void> {
  await firestore.doc(CONTROL_PATH).update({ pausedSince: null });
}
