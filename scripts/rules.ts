import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, run } from './lib/command.ts';
import { ROOT } from './lib/root.ts';
import { projectOf } from './lib/target.ts';
import { allowedDomainsOf, withAllowedDomains } from './rules/allowedDomains.ts';
import { deployedDatabaseOf, withDeployedDatabase } from './rules/deployedDatabase.ts';
import { readParameters, type RulesParameters } from './rules/parameters.ts';

const RULES = join(ROOT, 'firestore.rules');
const CONFIG = join(ROOT, 'firebase.json');

const program = command(
  'npm run rules',
  "Makes the security rules agree with the functions: the domains of members' addresses (ALLOWED_EMAIL_DOMAINS) in firestore.rules, and the database (FIRESTORE_DATABASE) in firebase.json, as functions/.env and functions/.env.PROJECT have them.",
)
  .usage('-- <command> [options]')
  .option('--project <id>', 'Firebase project (default: GCLOUD_PROJECT, then .firebaserc)');

program
  .command('write')
  .description('write both into the files; every deployment does so first')
  .option('--deploying', 'fail if the deployment that runs this has read another database from firebase.json')
  .action(({ deploying }: { deploying?: true }) =>
    run(async () => {
      const { files, parameters } = await read();
      await writeFile(RULES, withAllowedDomains(files.rules, parameters.allowedDomains));
      await writeFile(CONFIG, withDeployedDatabase(files.config, parameters.database));
      console.log(
        `Members: ${describeDomains(parameters.allowedDomains)}. Database: ${parameters.database}.`,
      );
      const isLate = deploying === true && deployedDatabaseOf(files.config) !== parameters.database;
      if (isLate) console.error(`firebase.json now names the database ${parameters.database}: deploy again.`);
      return isLate ? 1 : 0;
    }),
  );

program
  .command('check')
  .description('exit with 1 if the files say anything else')
  .action(() =>
    run(async () => {
      const { files, parameters } = await read();
      const differences = [
        ...differenceOf('firestore.rules admits', describeDomains(allowedDomainsOf(files.rules)), {
          expected: describeDomains(parameters.allowedDomains),
          parameter: 'ALLOWED_EMAIL_DOMAINS',
        }),
        ...differenceOf('firebase.json deploys to', deployedDatabaseOf(files.config), {
          expected: parameters.database,
          parameter: 'FIRESTORE_DATABASE',
        }),
      ];
      for (const difference of differences) console.error(difference);
      console.log(differences.length === 0 ? 'Rules and functions agree.' : 'Run "npm run rules -- write".');
      return differences.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

async function read(): Promise<{ files: { rules: string; config: string }; parameters: RulesParameters }> {
  const [rules, config, project] = await Promise.all([
    readFile(RULES, 'utf8'),
    readFile(CONFIG, 'utf8'),
    projectOf(program.opts<{ project?: string }>()),
  ]);
  return { files: { rules, config }, parameters: await readParameters(ROOT, project) };
}

function differenceOf(
  what: string,
  actual: string,
  { expected, parameter }: { expected: string; parameter: string },
): string[] {
  return actual === expected ? [] : [`${what} ${actual}, but ${parameter} says ${expected}.`];
}

function describeDomains(domains: readonly string[]): string {
  return domains.length === 0 ? 'addresses of any domain' : `addresses of ${domains.join(', ')}`;
}
