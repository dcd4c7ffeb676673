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
 * Returns the control with a new mode for these tables, or for everything if none is given. `pausedSince`
 * survives resuming, until {@link clearPausedSince}.
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

/** Writes a new mode to Firestore; every instance of the writer follows it within seconds. */
export async function setMode(firestore: Firestore, mode: Mode, tables: string[]): Promise<Control> {
  let before: Control;
  try {
    before = parseControl(await readControlFields(firestore));
  } catch (error) {
    console.log(`${(error as Error).message}. Replacing it.`);
    before = parseControl(undefined);
  }
  const after = withMode(before, mode, tables, new Date());
  await firestore.doc(CONTROL_PATH).set(after);
  return after;
}

/** Clears the start of the last pause, once its losses are repaired. */
export async function clearPausedSince(firestore: Firestore): Promise<void> {
  await firestore.doc(CONTROL_PATH).update({ pausedSince: null });
}
