/** `users/{uid}` with everything below it, and `events/{eventId}/attendees/{uid}`. */
const PERSONAL = /^users\/([^/]+)|^events\/[^/]+\/attendees\/([^/]+)$/;

/** The ids of the people whose documents these are, as far as paths tell; for the audit log. */
export function peopleOfPaths(documents: readonly { path: string | null }[]): string[] {
  return documents.flatMap(({ path }) => {
    const [, person, attendee] = PERSONAL.exec(path ?? '') ?? [];
    return person ?? attendee ?? [];
  });
}
