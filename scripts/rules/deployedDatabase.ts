/** The line of firebase.json that names the Firestore database, if there is one: the first of its part "firestore". */
const LINE = /(?<=^ {2}"firestore": \{\n)(?: *"database": "(.*)",\n)?/m;

/** The database that a deployment gives rules and indexes to. @throws Error when firebase.json is laid out otherwise */
export function deployedDatabaseOf(firebaseJson: string): string {
  const match = LINE.exec(firebaseJson);
  if (match === null) {
    throw new Error(
      'firebase.json has no line \'  "firestore": {\': restore its layout (npm run format), since the database is written there.',
    );
  }
  return match[1] ?? '(default)';
}

/** firebase.json with this database in place of its own. */
export function withDeployedDatabase(firebaseJson: string, database: string): string {
  // Reports an unknown layout.
  deployedDatabaseOf(firebaseJson);
  const line = database === '(default)' ? '' : `    "database": ${JSON.stringify(database)},\n`;
  return firebaseJson.replace(LINE, () => line);
}
