import { describe, expect, it } from 'vitest';
import { addressIn, clientAddress, rateLimitKey, isNetwork } from './client-address.ts';

const caller = (remoteAddress: string | undefined, forwarded?: string) => ({
  socket: { remoteAddress },
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
});

describe("a client's address", () => {
  const behindNginx = clientAddress(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

  it.each([
    ['without a proxy, the peer', '203.0.113.7', undefined, '203.0.113.7'],
    ['behind a configured proxy, what it says', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['behind two, what the outer one says', '127.0.0.1', '203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['behind two of IPv6', 'fd00::1', '2001:DB8::7, fd00::2', '2001:db8::7'],
    ['never what the client wrote in front', '127.0.0.1', '1.2.3.4, 203.0.113.7', '203.0.113.7'],
    [
      'never what the client wrote, though it looks like a proxy',
      '127.0.0.1',
      '1.2.3.4, 10.9.9.9, 203.0.113.7',
      '203.0.113.7',
    ],
    ['never a header of an unknown peer', '198.51.100.1', '203.0.113.7', '198.51.100.1'],
    ['the proxy itself where it says nonsense', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['not what stands in front of nonsense', '127.0.0.1', '203.0.113.7, unknown', '127.0.0.1'],
    ['no number that only looks like one', '127.0.0.1', '0x7f.1', '127.0.0.1'],
    ['of a dual-stack listener', '::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['without the port', '127.0.0.1', '203.0.113.7:50412', '203.0.113.7'],
    ['without the port, of IPv6', '127.0.0.1', '[2001:db8::7]:50412', '2001:db8::7'],
    ['nobody’s where the line is gone', undefined, '203.0.113.7', ''],
  ])('is %s', (_, peer, forwarded, address) => {
    expect(behindNginx(caller(peer, forwarded))).toBe(address);
  });

  it('is the peer’s while no proxy is configured, whatever is forwarded', () => {
    expect(clientAddress([])(caller('127.0.0.1', '203.0.113.7'))).toBe('127.0.0.1');
  });
});

describe('a network', () => {
  it.each([
    ['127.0.0.1', true],
    ['10.0.0.0/8', true],
    ['::1', true],
    ['fd00::/8', true],
    ['::ffff:10.0.0.0/104', true],
    ['::ffff:10.0.0.0/8', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/', false],
    ['10.0.0/8', false],
    ['fe80::1%eth0', false],
    ['nginx', false],
    ['', false],
  ])('%j is one: %s', (text, isOne) => {
    expect(isNetwork(text)).toBe(isOne);
  });

  it('holds its addresses and no others', () => {
    const inLab = addressIn(['10.1.2.0/24', 'fd00::/8', '::ffff:192.0.2.0/120']);
    const asked = ['10.1.2.7', '::ffff:10.1.2.7', '10.1.3.7', '192.0.2.9', 'fd00::1', 'fe80::1'];
    expect(asked.map(inLab)).toEqual([true, true, false, true, true, false]);
    expect(['', 'x', '10.1.2'].map(inLab)).toEqual([false, false, false]);
  });
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['', ''],
])('limits count %j as %j', (address, counted) => {
  expect(rateLimitKey(address)).toBe(counted);
});
