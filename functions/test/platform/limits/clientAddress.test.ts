import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { clientAddress } from '../../../src/platform/limits/clientAddress.ts';

const addressOf = (headers: IncomingHttpHeaders, trustedProxies = 0): string =>
  clientAddress({ headers, socket: { remoteAddress: '127.0.0.1' } }, trustedProxies);

const forwarded = (list: string, trustedProxies = 0): string =>
  addressOf({ 'x-forwarded-for': list }, trustedProxies);

describe('the address of a client', () => {
  it('is the one that Cloud Run appended, whatever the client says before', () => {
    assert.equal(forwarded('203.0.113.7'), '203.0.113.7');
    assert.equal(forwarded('1.1.1.1, 2.2.2.2,203.0.113.7'), '203.0.113.7');
    assert.equal(forwarded(' , ,203.0.113.7, '), '203.0.113.7');
  });

  it('is the one that the first trusted proxy appended', () => {
    assert.equal(forwarded('1.1.1.1, 203.0.113.7, 10.0.0.1', 1), '203.0.113.7');
    assert.equal(forwarded('1.1.1.1, 203.0.113.7, 10.0.0.1, 10.0.0.2', 2), '203.0.113.7');
    assert.equal(forwarded('203.0.113.7', 2), '203.0.113.7', 'a call that passed fewer');
  });

  it('is that of the connection without such a header', () => {
    assert.equal(addressOf({}), '127.0.0.1');
    assert.equal(addressOf({ 'x-forwarded-for': '' }), '127.0.0.1');
  });

  it('is the same for all that one customer can choose from', () => {
    const network = '2001:db8:0:1::/64';
    for (const address of [
      '2001:db8:0:1::7',
      '2001:DB8:0:1:ffff:1:2:3',
      '2001:0db8:0000:0001::',
      '2001:db8::1:0:0:0:7%eth0',
    ])
      assert.equal(forwarded(address), network, address);
    assert.equal(forwarded('2001:db8:0:2::7'), '2001:db8:0:2::/64');
    assert.equal(forwarded('::1'), '0:0:0:0::/64');
    assert.equal(forwarded('::ffff:203.0.113.7'), '203.0.113.7');
  });

  it('is short, whatever a proxy passes on', () => {
    for (const odd of ['unknown', '_hidden', 'x'.repeat(10_000), '[::1]:443', ':::', '1.2.3.4:5'])
      assert.ok(forwarded(odd).length <= 45, odd);
  });
});
