/** The certificate and its key: read, and refused in a sentence where no desk could be served with them. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { TlsFiles } from '../nats/conf.ts';

export class TlsFault extends Error {
  readonly code = 'tls-unusable';
}

/** What a certificate that ends sooner is worth a word for; renewals come a month before. */
const ENDS_SOON_MS = 14 * 24 * 3_600_000;

export type Certificate = { readonly cert: Buffer; readonly key: Buffer; readonly leaf: X509Certificate };

/** Both files, which belong together and hold now. Throws a `TlsFault`. */
export function readCertificate(tls: TlsFiles, nowMs = Date.now()): Certificate {
  const [cert, key] = [readPem(tls.cert, '--tls-cert'), readPem(tls.key, '--tls-key')];
  const [leaf, secret] = [leafOf(cert, tls.cert), secretOf(key, tls.key)];
  if (!leaf.checkPrivateKey(secret))
    throw new TlsFault(`${tls.key} is not the key of ${tls.cert}; give the two that were made together.`);
  if (nowMs > leaf.validToDate.getTime())
    throw new TlsFault(`${tls.cert} ended on ${dayOf(leaf.validToDate)}, so no desk would come in; renew it.`);
  if (nowMs < leaf.validFromDate.getTime())
    throw new TlsFault(
      `${tls.cert} begins on ${dayOf(leaf.validFromDate)}; look at this machine's clock, or take one that holds now.`,
    );
  return { cert, key, leaf };
}

/** What an operator should know of a certificate that can be used: names of the house that it lacks, and an end that is near. */
export function certificateWarnings(
  { leaf }: Pick<Certificate, 'leaf'>,
  addresses: readonly string[],
  nowMs = Date.now(),
): readonly string[] {
  const names = new Set(addresses.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, '')));
  const lacking = [...names].filter(
    (name) => (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) === undefined,
  );
  const words = lacking.map(
    (name) =>
      `the certificate does not name ${name}, to which desks are sent, so they will not come in; see --public-ws`,
  );
  if (leaf.validToDate.getTime() - nowMs < ENDS_SOON_MS)
    words.push(`the certificate ends on ${dayOf(leaf.validToDate)}; renew it in its place, the house takes it up`);
  return words;
}

function readPem(path: string, option: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new TlsFault(`${path} cannot be read (${why}); give ${option} a file that the house's user may read.`, {
      cause,
    });
  }
}

function leafOf(pem: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new TlsFault(`${path} holds no certificate in PEM; give --tls-cert the chain, the house's own one first.`, {
      cause,
    });
  }
}

function secretOf(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new TlsFault(`${path} holds no private key in PEM without a passphrase; give --tls-key one.`, { cause });
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
