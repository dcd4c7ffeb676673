import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { findAccount } from '../../functions/src/accounts/findAccount.ts';
import { personalStores } from '../../functions/src/accounts/personalStores.ts';
import {
  writeArchive,
  type ArchiveContents,
} from '../../functions/src/accounts/export/archive/writeArchive.ts';
import { finishErasures } from '../../functions/src/accounts/finishErasures.ts';
import { CardNames } from '../../functions/src/accounts/export/cardNames.ts';
import { missingSettings } from '../jobs/missingSettings.ts';
import { run } from '../lib/command.ts';
import { progressLine } from '../lib/progressLine.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openTarget } from '../lib/target.ts';
import { describePerson, findPerson } from './findPerson.ts';

/** Adds `accounts export`. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the archive of everything that is kept about somebody, as they get it from the app')
    .argument('<person>', 'id or e-mail address')
    .requiredOption('--out <file>', 'the zip file to write; it appears once it is complete')
    .action((person: string, { out }: { out: string }, self: Command) =>
      run(async (cleanup) => {
        const missing = missingSettings({ name: 'This', options: finishErasures.definition.options });
        if (missing !== null) throw new Error(missing);
        const target = await openTarget(cleanup, self);
        const { sql, firestore } = target;
        const uid = await findPerson(sql, person);
        await describePerson(target, uid);
        await recordCommand(sql, 'accounts export', { people: [uid] });
        const stores = personalStores();
        const now = new Date();
        const context = {
          ...{ uid, sql, firestore, now, names: new CardNames(sql, now), account: findAccount },
          redis: stores.redis(),
          cloudinary: stores.cloudinary(),
          bucket: await stores.bucket(),
        };
        const partial = `${out}.partial`;
        cleanup(() => rm(partial, { force: true }));
        let contents: ArchiveContents = { files: 0, bytes: 0 };
        const archive = writeArchive(context, null, (written) => (contents = written));
        // Only for whoever runs this.
        await pipeline(
          Readable.from(counted(archive), { objectMode: false }),
          createWriteStream(partial, { mode: 0o600 }),
        );
        progressLine('');
        await rename(partial, out);
        console.log(`${out}: ${String(contents.files)} files, ${(contents.bytes / 1e6).toFixed(1)} MB.`);
        return 0;
      }),
    );
}

/** The same bytes, with their number shown meanwhile. */
async function* counted(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of archive) {
    bytes += chunk.length;
    progressLine(`${(bytes / 1e6).toFixed(1)} MB`);
    yield chunk;
  }
}
