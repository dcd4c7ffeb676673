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

/** The Firestore and the Postgres that an operator's command works on. */
export interface Target {
  firestore: Firestore;
  sql: Sql;
  /** `projects/…/databases/…` */
  source: string;
  /** Whether it is an emulator, which keeps no message that was given back. */
  emulated: boolean;
}

interface TargetOptions {
  databaseUrl?: string;
  project?: string;
  firestoreDatabase: string;
}

/** Adds the options that say what a command works on. */
export function withTarget(program: Command): Command {
  return program
    .option('--database-url <url>', 'the Postgres database; otherwise DATABASE_URL')
    .option('--project <id>', 'the Firebase project; otherwise GCLOUD_PROJECT or the one in .firebaserc')
    .option('--firestore-database <id>', 'the Firestore database', '(default)')
    .addHelpText(
      'after',
      `
It works as you: "gcloud auth application-default login" once, or FIRESTORE_EMULATOR_HOST for an emulator.
"npm start" prints the settings for the system on this machine.`,
    );
}

/** The tables of the synchronised collections, as an argument of a command. */
export function collectionsArgument(): Argument {
  return new Argument('[collections...]', 'only these, by their tables').choices(
    allCollections.map(({ table }) => table),
  );
}

/** The collections with these tables; all of them when none is named. */
export function named(tables: string[]): Collection[] {
  const all = allCollections;
  return tables.length === 0 ? all : all.filter(({ table }) => tables.includes(table));
}

/** Opens what the options say. @throws when something is missing, with what to set. */
export async function openTarget(cleanup: Cleanup, program: Command): Promise<Target> {
  const options = program.optsWithGlobals<TargetOptions>();
  const sql = openDatabase(cleanup, program);
  const project = await projectOf(options);
  const emulated = Boolean(process.env['FIRESTORE_EMULATOR_HOST']);
  if (!emulated && project.startsWith('demo-')) {
    throw new Error(
      `The project "${project}" is no real one: set FIRESTORE_EMULATOR_HOST to the emulator's address, or pass --project`,
    );
  }
  // The emulator is no reason to look for Google Cloud's metadata server, which takes seconds.
  if (emulated) process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(project);
  const firestore = openFirestore(options.firestoreDatabase);
  cleanup(() => firestore.terminate());
  return { firestore, sql, source: `projects/${project}/databases/${options.firestoreDatabase}`, emulated };
}

/** Opens the Postgres that the options say, for a command that needs no Firestore. */
export function openDatabase(cleanup: Cleanup, program: Command): Sql {
  const { databaseUrl = process.env['DATABASE_URL'] } = program.optsWithGlobals<TargetOptions>();
  if (!databaseUrl) throw new Error('No database: set DATABASE_URL, or pass --database-url postgres://…');
  const sql = connect(databaseUrl, { applicationName: 'student-talent-operator' });
  cleanup(() => sql.end({ timeout: 5 }));
  return sql;
}

/** Initialises the Admin SDK for the project that the options say, for a command that needs no Firestore. */
export async function initializeProject(program: Command): Promise<void> {
  if (process.env['STORAGE_EMULATOR_HOST']) process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(await projectOf(program.optsWithGlobals<TargetOptions>()));
}

async function projectOf({ project }: TargetOptions): Promise<string> {
  return project ?? process.env['GCLOUD_PROJECT'] ?? (await defaultProject());
}

async function defaultProject(): Promise<string> {
  const { projects } = JSON.parse(await readFile(join(ROOT, '.firebaserc'), 'utf8')) as {
    projects: { default: string };
  };
  return projects.default;
}
