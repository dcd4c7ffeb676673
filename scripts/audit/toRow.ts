import type { RecordedAct } from '../../functions/src/platform/audit/readActs.ts';

/** People named in a row; the others are counted. */
const MAX_NAMED = 3;

/** An entry of the audit log for a table in the terminal. */
export function toRow(act: RecordedAct, names: ReadonlyMap<string, string>): Record<string, string> {
  const { at, by, operator, role, action, about, outcome, detail } = act;
  const named = (id: string): string => (names.has(id) ? `${names.get(id) ?? ''} (${id})` : id);
  const shown = about.ids.slice(0, MAX_NAMED);
  const others = about.ids.length - shown.length;
  const erased = about.total - about.ids.length;
  return {
    at: at.toISOString().slice(0, 19).replace('T', ' '),
    by: operator === null ? (by === null ? 'erased' : named(by)) : `operator ${operator}`,
    role: role ?? '',
    did: action,
    about: [
      ...shown.map(named),
      ...(others > 0 ? [`${String(others)} more`] : []),
      ...(erased > 0 ? [`${String(erased)} erased`] : []),
    ].join(', '),
    outcome,
    detail:
      detail === null
        ? ''
        : Object.entries(detail)
            .map(([name, value]) => `${name} ${String(value)}`)
            .join(', '),
  };
}
