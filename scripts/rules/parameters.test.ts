import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readParameters } from './parameters.ts';

describe('the parameters of the rules', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'talent-parameters-'));
    await mkdir(join(root, 'functions'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(join(root, name), text);

  it('are those of the project, over those of all projects', async () => {
    await write('functions/.env', 'ALLOWED_EMAIL_DOMAINS=one.example\nFIRESTORE_DATABASE=one\n');
    await write('functions/.env.campus-1', 'ALLOWED_EMAIL_DOMAINS="Two.example, @three.example"\n');
    await write('functions/.env.other', 'FIRESTORE_DATABASE=other\n');
    assert.deepEqual(await readParameters(root, 'campus-1'), {
      allowedDomains: ['two.example', 'three.example'],
      database: 'one',
    });
  });

  it('may be kept under an alias of the project', async () => {
    await write('.firebaserc', JSON.stringify({ projects: { staging: 'campus-1', default: 'campus-2' } }));
    await write('functions/.env.staging', 'ALLOWED_EMAIL_DOMAINS=staging.example\n');
    assert.deepEqual((await readParameters(root, 'campus-1')).allowedDomains, ['staging.example']);
    await assert.rejects(readParameters(root, 'campus-2'), /functions\/\.env\.campus-2/);
  });

  it('admit any domain if that is what they say, and not if they say nothing', async () => {
    await write('functions/.env.campus-1', 'ALLOWED_EMAIL_DOMAINS=\nFIRESTORE_DATABASE=\n');
    const open = { allowedDomains: [], database: '(default)' };
    assert.deepEqual(await readParameters(root, 'campus-1'), open);
    await write('functions/.env.campus-1', 'CAMPUS_TIME_ZONE=Etc/UTC\n');
    await assert.rejects(readParameters(root, 'campus-1'), /ALLOWED_EMAIL_DOMAINS is neither in/);
  });
});
