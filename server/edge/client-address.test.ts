import { describe, expect, it } from 'vitest';
import { addressIn, clientAddress, isProxyAddress } from './client-address.ts';

describe("a client's address", () => {
  const behindNginx = clientAddress(['127.0.0.1', '10.0.0.0/8']);

  it.each([
    ['without a proxy, the peer', '203.0.113.7', undefined, '203.0.113.7'],
    ['behind a configured proxy, what it says', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['behind two, what the outer one says', '127.0.0.1', '203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['never what the client wrote in front', '127.0.0.1', '1.2.3.4, 203.0.113.7', '203.0.113.7'],
    ['never a header of an unknown peer', '198.51.100.1', '203.0.113.7', '198.51.100.1'],
    ['the proxy itself where it says nonsense', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['of a dual-stack listener', '::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
  ])('is %s', (_, peer, forwarded, address) => {
    expect(behindNginx(peer, forwarded)).toBe(address);
  });

  it('is the peer’s while no proxy is configured, whatever is forwarded', () => {
    expect(clientAddress([])('127.0.0.1', '203.0.113.7')).toBe('127.0.0.1');
  });
});

describe('a network', () => {
  it.each([
    ['127.0.0.1', true],
    ['10.0.0.0/8', true],
    ['::1', true],
    ['fd00::/8', true],
    ['10.0.0.0/33', false],
    ['10.0.0.0/', false],
    ['nginx', false],
    ['', false],
  ])('%j is one: %s', (text, isOne) => {
    expect(isProxyAddress(text)).toBe(isOne);
  });

  it('holds its addresses and no others', () => {
    const inLab = addressIn(['10.1.2.0/24', 'fd00::/8']);
    expect(['10.1.2.7', '10.1.3.7', 'fd00::1', 'fe80::1', 'x'].map(inLab)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});
