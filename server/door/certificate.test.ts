import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateWarnings, readCertificate } from './certificate.ts';

const DAY_MS = 24 * 3_600_000;
const dir = mkdtempSync(join(tmpdir(), 'rostrum-certificate-'));
const at = (name: string) => join(dir, name);

beforeAll(() => {
  for (const name of ['sale', 'other'])
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
      ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:sale.example,IP:10.0.0.5,IP:fd77::1'],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
    );
  openssl('ec', '-in', at('sale.key'), '-aes256', '-passout', 'pass:x', '-out', at('shut.key'));
  writeFileSync(at('empty.pem'), '');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a certificate', () => {
  it('is taken with its own key, while it holds', () => {
    expect(readCertificate(tls()).leaf.subject).toBe('CN=sale');
  });

  it.each([
    [{ cert: 'none.pem' }, /none\.pem cannot be read \(ENOENT\); give --tls-cert a file/],
    [{ key: 'none.key' }, /none\.key cannot be read \(ENOENT\); give --tls-key a file/],
    [{ cert: '.' }, /cannot be read \(EISDIR\); give --tls-cert/],
    [{ cert: 'empty.pem' }, /empty\.pem holds no certificate in PEM; give --tls-cert/],
    [{ cert: 'sale.key' }, /sale\.key holds no certificate/],
    [{ key: 'sale.pem' }, /sale\.pem holds no private key/],
    [{ key: 'shut.key' }, /shut\.key holds no private key in PEM without a passphrase; give --tls-key/],
    [{ key: 'other.key' }, /other\.key is not the key of .*sale\.pem; give the two/],
  ])('is refused in one sentence for %o', (files, words) => {
    expect(() => readCertificate(tls(files))).toThrow(words);
  });

  it('is refused before it begins and after it ended', () => {
    expect(() => readCertificate(tls(), Date.now() + 31 * DAY_MS)).toThrow(/ended on \d{4}-\d\d-\d\d.*renew it/);
    expect(() => readCertificate(tls(), Date.now() - DAY_MS)).toThrow(/begins on .*clock/);
  });

  it('that cannot come in by its names, or ends soon, is worth a word', () => {
    const certificate = readCertificate(tls());
    const right = ['wss://sale.example:4272', 'wss://10.0.0.5:4272', 'wss://[fd77::1]:4272/bus'];
    expect(certificateWarnings(certificate, right)).toEqual([]);
    expect(certificateWarnings(certificate, ['wss://sale.example.com', 'wss://10.0.0.6'])).toEqual([
      expect.stringMatching(/does not name sale\.example\.com.*--public-ws/),
      expect.stringMatching(/does not name 10\.0\.0\.6/),
    ]);
    expect(certificateWarnings(certificate, right, Date.now() + 20 * DAY_MS)).toEqual([
      expect.stringMatching(/ends on \d{4}-\d\d-\d\d; renew it in its place/),
    ]);
  });
});

function tls(files: { readonly cert?: string; readonly key?: string } = {}) {
  return { cert: at(files.cert ?? 'sale.pem'), key: at(files.key ?? 'sale.key') };
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}
