import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseDomains } from '../../functions/src/platform/identity/emailDomains.ts';

/** Parameters of the functions that the deployment of the rules depends on. */
export interface RulesParameters {
  /** Domains of members' addresses, in lower case; empty for any. */
  allowedDomains: string[];
  /** Id of the Firestore database. */
  database: string;
}

/**
 * Reads what a deployment to this project reads: functions/.env, and the files of the project and of its aliases.
 *
 * @throws Error when ALLOWED_EMAIL_DOMAINS is in none of them: nobody has decided who gets in
 */
export async function readParameters(root: string, project: string): Promise<RulesParameters> {
  const names = [project, ...(await aliasesOf(root, project))].map((name) => `functions/.env.${name}`);
  const texts = await Promise.all(['functions/.env', ...names].map((name) => readIfExists(join(root, name))));
  const values = Object.fromEntries(texts.flatMap((text) => Object.entries(parseEnv(text))));
  const domains = values['ALLOWED_EMAIL_DOMAINS'];
  if (domains === undefined) {
    throw new Error(
      `ALLOWED_EMAIL_DOMAINS is neither in functions/.env nor in functions/.env.${project}: add it there with the domains of your members' e-mail addresses, as in ALLOWED_EMAIL_DOMAINS=campus.example, or with nothing after the = to admit any.`,
    );
  }
  const database = values['FIRESTORE_DATABASE'] ?? '';
  return { allowedDomains: parseDomains(domains), database: database === '' ? '(default)' : database };
}

async function aliasesOf(root: string, project: string): Promise<string[]> {
  const { projects = {} } = JSON.parse((await readIfExists(join(root, '.firebaserc'))) || '{}') as {
    projects?: Record<string, string>;
  };
  return Object.keys(projects).filter((alias) => projects[alias] === project);
}

async function readIfExists(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
