import type { Command } from 'commander';
import { finishErasures } from '../../functions/src/accounts/finishErasures.ts';
import { personalStores } from '../../functions/src/accounts/personalStores.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { missingSettings } from '../jobs/missingSettings.ts';
import { run } from '../lib/command.ts';
import { progressLine } from '../lib/progressLine.ts';
import { openTarget } from '../lib/target.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { Needles, type Traces } from './search/needles.ts';
import { searchStores, type Finding, type Stores } from './search/searchStores.ts';
import { namesOfNobodyElse, wordsOfNames } from './search/wordsOfNames.ts';

interface Given {
  email: string[];
  name: string[];
  text: string[];
  json?: true;
}

/** Adds the command `verify-erasure`. */
export function addVerifyErasure(program: Command): void {
  const several = (value: string, earlier: string[]): string[] => [...earlier, value];
  program
    .command('verify-erasure')
    .description('search every store for what is left of a person, by what they wrote in their request')
    .argument('<person>', 'id of the account')
    .option('--email <address>', 'an e-mail address of theirs; may be repeated', several, [])
    .option('--name <name>', 'a name of theirs; may be repeated', several, [])
    .option('--text <text>', 'a text of theirs; may be repeated', several, [])
    .option('--json', 'print the findings as one JSON array')
    .addHelpText(
      'after',
      `
Says where something was found, never what. Exits with 0 only if nothing was found. Reads every document of Firestore
(each is billed), every table, and lists both media stores; on a large campus this takes minutes.
Set the variables of the functions: DATABASE_URL, UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, CLOUDINARY_URL,
MEDIA_BACKUP_BUCKET and ERASURE_KEY; those that they leave empty, empty. What none of this reaches, such as backups of the provider, is listed in docs/operations.md.`,
    )
    .action((person: string, given: Given, self: Command) =>
      run(async (cleanup) => {
        const missing = missingSettings({ name: 'This', options: finishErasures.definition.options });
        if (missing !== null) throw new Error(missing);
        const { sql, firestore } = await openTarget(cleanup, self);
        // Without a name: a person who has been erased must not come back as a key of the record.
        await recordCommand(sql, 'accounts verify-erasure');
        const { redis, bucket, cloudinary } = personalStores();
        const stores: Stores = {
          sql,
          firestore,
          redis: redis(),
          cloudinary: cloudinary(),
          bucket: await bucket(),
        };
        const needles = new Needles([await tracesOf(sql, person, given)]);
        const findings = await searchStores(stores, needles, progressLine);
        progressLine('');
        if (given.json) console.log(JSON.stringify(findings));
        else printFindings(findings, missingStores(stores));
        return findings.length === 0 ? 0 : 1;
      }),
    );
}

async function tracesOf(sql: Sql, id: string, { email: emails, name, text: texts }: Given): Promise<Traces> {
  const names = await namesOfNobodyElse(sql, id, name);
  return { id, emails, names, nameWords: await wordsOfNames(sql, id, name), texts };
}

function missingStores({ redis: optional, cloudinary: account, bucket }: Stores): string[] {
  return [
    ...(optional.configured ? [] : ['Redis (UPSTASH_REDIS_REST_URL)']),
    ...(account === null ? ['Cloudinary (CLOUDINARY_URL)'] : []),
    ...(bucket === null ? ['the backup bucket (MEDIA_BACKUP_BUCKET)'] : []),
  ];
}

function printFindings(findings: Finding[], missing: string[]): void {
  if (missing.length > 0) console.log(`Not searched, because not configured: ${missing.join(', ')}.`);
  if (findings.length === 0) {
    console.log('Nothing was found in any store.');
    return;
  }
  console.table(
    findings.map(({ store, place, column, kind, count }) => ({
      store,
      place,
      column,
      found: kind,
      times: count,
    })),
  );
  const places = `${String(findings.length)} ${findings.length === 1 ? 'place' : 'places'}`;
  console.log(
    `Something of the person is in ${places}. "npm run accounts -- status PERSON" says how far the erasure is; after its last look nothing may be left.`,
  );
}
