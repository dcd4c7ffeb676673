import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { initialize } from '../../functions/src/platform/app.ts';
import { firestore as openFirestore, type Firestore } from '../../functions/src/platform/firestore.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import type { Cleanup } from './command.ts';
import { ROOT } from './root.ts';

/** The Firestore database that an operator's command works on. */
interface Source {
  firestore: Firestore;
  /** `projects/…/databases/…` */
  source: string;
}

/** The Firestore and Postgres databases that an operator's command works on. */
export interface Target extends Source {
  sql: Sql;
}

interface TargetOptions {
  databaseUrl?: string;
  project?: string;
  firestoreDatabase: string;
}

/** Adds the options that select the databases. */
export function withTarget(program: Command): Command {
  return withProject(program)
    .option('--database-url <url>', 'connection string of the Postgres database (default: DATABASE_URL)')
    .addHelpText(
      'after',
      `
Set CAMPUS_TIME_ZONE and DEFAULT_VISIBILITY as the functions have them: otherwise days are those of UTC, and people
who have not chosen are visible.
`,
    );
}

/** Adds the options that select the project and its Firestore database. */
export function withProject(program: Command): Command {
  return program
    .option('--project <id>', 'Firebase project (default: GCLOUD_PROJECT, then .firebaserc)')
    .option('--firestore-database <id>', 'id of the Firestore database', '(default)')
    .addHelpText(
      'after',
      `
Runs with your own credentials: run "gcloud auth application-default login" once, or set FIRESTORE_EMULATOR_HOST.
"npm start" prints the settings for the system on this machine.`,
    );
}

/** A command argument that takes tables of synchronised collections. */
export function collectionsArgument(): Argument {
  return new Argument('[collections...]', 'only the collections of these tables').choices(
    allCollections.map(({ table }) => table),
  );
}

/** The collections of these tables, or all of them if none is given. */
export function selectCollections(tables: string[]): Collection[] {
  const all = allCollections;
  return tables.length === 0 ? all : all.filter(({ table }) => tables.includes(table));
}

/** Opens the databases given by the options. @throws Error that says what to set if an option is missing. */
export async function openTarget(cleanup: Cleanup, program: Command): Promise<Target> {
  const sql = openDatabase(cleanup, program);
  return { sql, ...(await openSource(cleanup, program)) };
}

/** Opens the Firestore database given by the options, for a command that does not need Postgres. */
export async function openSource(cleanup: Cleanup, program: Command): Promise<Source> {
  const options = program.optsWithGlobals<TargetOptions>();
  const project = await projectOf(options);
  const isEmulated = Boolean(process.env['FIRESTORE_EMULATOR_HOST']);
  if (!isEmulated && project.startsWith('demo-')) {
    throw new Error(
      `"${project}" is an emulator project: set FIRESTORE_EMULATOR_HOST to the emulator's address, or pass --project.`,
    );
  }
  // Looking for Google Cloud's metadata server takes seconds, and an emulator does not need it.
  if (isEmulated) process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(project);
  const firestore = openFirestore(options.firestoreDatabase);
  cleanup(() => firestore.terminate());
  return { firestore, source: `projects/${project}/databases/${options.firestoreDatabase}` };
}

/** Opens the Postgres database given by the options, for a command that does not need Firestore. */
export function openDatabase(cleanup: Cleanup, program: Command): Sql {
  const { url, source } = givenDatabase(program);
  const sql = connect(url, { applicationName: 'student-talent-operator', source });
  cleanup(() => sql.end({ timeout: 5 }));
  return sql;
}

/** The connection string given by the options, or by a variable, and what it was given as. */
export function givenDatabase(
  program: Command,
  variable: 'DATABASE_URL' | 'MIGRATION_DATABASE_URL' = 'DATABASE_URL',
): { url: string; source: string } {
  const { databaseUrl } = program.optsWithGlobals<TargetOptions>();
  if (databaseUrl) return { url: databaseUrl, source: '--database-url' };
  const url = process.env[variable];
  if (url) return { url, source: variable };
  throw new Error(`No Postgres database is given: set ${variable}, or pass --database-url postgres://…`);
}

/** Initialises the Admin SDK for the project given by the options, for a command that does not need Firestore. */
export async function initializeProject(program: Command): Promise<void> {
  if (process.env['STORAGE_EMULATOR_HOST']) process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(await projectOf(program.optsWithGlobals<TargetOptions>()));
}

/** The Firebase project of a command: of its option, else GCLOUD_PROJECT, else that of .firebaserc. */
export async function projectOf({ project }: { project?: string }): Promise<string> {
  return project ?? process.env['GCLOUD_PROJECT'] ?? (await defaultProject());
}

async function defaultProject(): Promise<string> {
  const { projects } = JSON.parse(await readFile(join(ROOT, '.firebaserc'), 'utf8')) as {
    projects: { default: string };
  };
  return projects.default;
}
