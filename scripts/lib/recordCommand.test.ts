import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

describe('operators’ commands', () => {
  it('are on record if they open the database', () => {
    const commands = globSync('*.ts', { cwd: join(ROOT, 'scripts') });
    const opening = commands.filter((name) =>
      /\bopen(Target|Database)\(/.test(readFileSync(join(ROOT, 'scripts', name), 'utf8')),
    );
    assert.ok(opening.length > 10);
    for (const name of opening)
      assert.match(readFileSync(join(ROOT, 'scripts', name), 'utf8'), /await recordCommand\(/, name);
  });
});
