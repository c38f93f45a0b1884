/**
 * Passwords as argon2id hashes in PHC form, at OWASP's minimum (19 MiB, 2
 * passes, 1 lane), computed off the event loop by node:crypto.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

type Cost = { memory: number; passes: number; parallelism: number };

const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };

/**
 * For passwords that were drawn at random: a slow hash makes up for what people
 * choose, and 59 random bits need nothing made up for. A school's worth of them is
 * hashed in seconds.
 */
const lightCost: Cost = { memory: 1_024, passes: 1, parallelism: 1 };
const tagLength = 32;

function derive(password: string, salt: Uint8Array, { memory, passes, parallelism }: Cost) {
  // The same letters typed on another keyboard are the same password (RFC 8265 section 4).
  const message = password.normalize('NFC');
  return new Promise<Uint8Array>((resolve, reject) => {
    argon2(
      'argon2id',
      { message, nonce: salt, memory, passes, parallelism, tagLength },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

const prefixOf = ({ memory, passes, parallelism }: Cost) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`;

async function hash(password: string, at: Cost): Promise<string> {
  const salt = randomBytes(16);
  return `${prefixOf(at)}${unpadded(salt)}$${unpadded(await derive(password, salt, at))}`;
}

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Only for a password that nobody chose: at least 59 random bits. */
export const hashRandomPassword = (password: string): Promise<string> => hash(password, lightCost);

const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43})$/;

export const PasswordHash = z.string().regex(phc, 'not an argon2id hash');

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', key = ''] = phc.exec(hash) ?? [];
  if (key === '') throw new Error('a password hash in the people file is not argon2id');
  const given = await derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, Buffer.from(key, 'base64'));
}

const dummyOf = (at: Cost) => `${prefixOf(at)}${'A'.repeat(22)}$${'A'.repeat(43)}`;
const dummies = { full: dummyOf(cost), light: dummyOf(lightCost) };

/**
 * Takes as long for an unknown name (`null`) as for a wrong password, of either
 * kind: one of each is computed every time.
 */
export async function verifyEvenly(password: string, filed: string | null): Promise<boolean> {
  const isLight = filed?.startsWith(prefixOf(lightCost)) ?? false;
  const full = await verifyPassword(password, (isLight ? null : filed) ?? dummies.full);
  const light = await verifyPassword(password, (isLight ? filed : null) ?? dummies.light);
  return filed !== null && (isLight ? light : full);
}
