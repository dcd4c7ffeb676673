import { askAs, connectClient } from '../ask/client.ts';
import type { Cleanup } from '../lib/command.ts';
import { QUESTIONS, type Entry } from './questions.ts';

/** A student to ask as. */
export interface Student {
  id: string;
  name: string;
}

/**
 * Asks what a student would look at first, through the client SDK as that student, and prints the answers.
 *
 * @returns whether every answer has something to say, and says why
 */
export async function askAsStudent(
  cleanup: Cleanup,
  { portOffset, student }: { portOffset: number; student: Student },
): Promise<boolean> {
  const client = await connectClient(cleanup, { region: 'us-central1', portOffset });
  console.log(`\nWhat ${student.name} sees`);
  let isComplete = true;
  for (const { title, callable, input, entries } of QUESTIONS) {
    const answer = await askAs(client, student.id, callable, input);
    const shown = entries(answer as never);
    if (shown.length === 0 || shown.some(({ reason }) => reason === '')) isComplete = false;
    console.log(formatSection(`${title}  (${callable})`, shown));
  }
  if (!isComplete) console.log('\nAn answer is empty, or does not say why: see above.');
  return isComplete;
}

function formatSection(title: string, entries: Entry[]): string {
  const lines = entries.flatMap(({ heading, reason }, index) => [
    `  ${String(index + 1)}. ${heading}`,
    `     ${reason}`,
  ]);
  return ['', title, ...(lines.length === 0 ? ['  (none)'] : lines)].join('\n');
}
