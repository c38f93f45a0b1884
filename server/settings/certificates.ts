/**
 * The certificates in a file that should hold an authority's. What is no certificate
 * is noticed when Homeroom starts, and not by the first person who cannot sign in.
 */
import { X509Certificate } from 'node:crypto';

export type Certificates =
  /** PEM, without whatever else stood in the file. */
  { ok: true; pem: string } | { ok: false; found: string };

const block =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

export function readCertificates(text: string): Certificates {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) return { ok: false, found: whatElse(text) };
  const read: X509Certificate[] = [];
  for (const [index, pem] of blocks.entries()) {
    const certificate = parse(pem);
    if (!certificate) return { ok: false, found: `a certificate (${index + 1}) that is damaged` };
    read.push(certificate);
  }
  // OpenSSL takes nothing else as the end of a chain.
  const hasAnchor = read.some((one) => one.ca || one.checkIssued(one));
  if (!hasAnchor) return { ok: false, found: "a server's certificate, and not its authority's" };
  return { ok: true, pem: `${blocks.join('\n')}\n` };
}

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function whatElse(text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'a private key and no certificate';
  if (text.includes('-----BEGIN PKCS7-----')) return 'PKCS #7, and not single certificates';
  // DER begins with an ASN.1 SEQUENCE; its length is no valid UTF-8 when the file is read as
  // text.
  if (/^0[\u0080-\uffff]/.test(text)) return 'a binary file (DER), and not PEM';
  return 'no certificate';
}
