import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const req = new IncomingMessage(socket);
  if (forwarded !== undefined) req.headers['x-forwarded-for'] = forwarded;
  return req;
}

it('believes a forwarding header only from the proxy, and only what the proxy wrote', () => {
  expect(clientAddress(request('192.0.2.1', '203.0.113.9'), false)).toBe('192.0.2.1');
  expect(clientAddress(request('127.0.0.1', '10.0.0.1, 203.0.113.9'), true)).toBe('203.0.113.9');
  expect(clientAddress(request('192.0.2.1'), true)).toBe('192.0.2.1');
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
])('takes an IPv6 network for one: %s', (address, network) => {
  expect(clientAddress(request(address), false)).toBe(network);
});
