import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import { allowedDomainsOf, withAllowedDomains } from './allowedDomains.ts';

describe('the allowed domains in firestore.rules', () => {
  let rules: string;
  before(async () => {
    rules = withAllowedDomains(await readFile(join(ROOT, 'firestore.rules'), 'utf8'), []);
  });

  for (const domains of [[], ['campus.example'], ['campus.example', 'xn--mnchen-3ya.example']]) {
    it(`are read as they were written: ${domains.join(', ') || 'none'}`, () => {
      assert.deepEqual(allowedDomainsOf(withAllowedDomains(rules, domains)), domains);
    });
  }

  it('are the only thing that changes', () => {
    const changed = withAllowedDomains(withAllowedDomains(rules, ['campus.example']), []);
    assert.equal(changed, rules);
  });

  for (const wrong of [
    'campus',
    "x'] + ['y.example",
    'a@campus.example',
    '*.example',
    'Campus.example',
    '$&.example',
  ]) {
    it(`refuse ${wrong}`, () => {
      assert.throws(() => withAllowedDomains(rules, [wrong]), /ALLOWED_EMAIL_DOMAINS contains .* no domain/);
    });
  }

  it('need their line', () => {
    assert.throws(() => withAllowedDomains('service cloud.firestore {}', ['campus.example']), /restore it/);
  });
});
