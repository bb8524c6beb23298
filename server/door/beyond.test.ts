/** The way of a real house: beyond loopback, with TLS, and a desk on another machine. Tests elsewhere stay on this one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Receipt } from '../../protocol/log.ts';
import { type AdminAsk, askHouse } from '../admin.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { openUsers } from '../identity/users.ts';
import { findNats, hasFrameFlaw } from '../nats/version.ts';
import { publicKeyText } from '../proof/export.ts';
import { canMakeMachines, NEAR, openMachines } from '../stage/machines.ts';
import { smallSale, timedLot } from '../stage/sales.ts';
import { PASSWORD } from '../stage/stage.ts';
import { isSigned, leafOf, publicKeyOf, rootOfInclusion } from '../verify/merkle.ts';

const nats = await findNats().catch(() => null);
const lacking =
  nats === null || hasFrameFlaw(nats.version)
    ? `a nats-server that may serve beyond loopback; here is ${nats?.version ?? 'none'}`
    : canMakeMachines()
      ? null
      : 'network namespaces, by unshare and ip';

const title = 'a house beyond loopback serves a desk on another machine, and nobody in the clear';

it.skipIf(lacking !== null)(
  lacking === null ? title : `${title} (skipped: it wants ${lacking})`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rostrum-beyond-'));
    const at = (name: string) => join(dir, name);
    certify(at('cert.pem'), at('key.pem'));
    const open = timedLot('l1', 1, Date.now() - 60_000, Date.now() + 600_000);
    writeFileSync(at('sale.json'), JSON.stringify(smallSale('s1', [open])));
    await (await openUsers(dir)).add({ id: 'anna', role: 'bidder', password: PASSWORD, sales: [] });
    const operator = async (ask: AdminAsk) => expect(await askHouse(dir, ask)).toMatchObject({ ok: true });
    const machines = await openMachines();
    try {
      const given = ['--data', dir, '--sale', at('sale.json'), '--host', NEAR];
      const tls = ['--tls-cert', at('cert.pem'), '--tls-key', at('key.pem')];
      const house = machines.near([program('../main.ts'), ...given, ...tls]);
      await house.says(/^ready https:\/\/10\.77\.0\.1:4280 wss:\/\/10\.77\.0\.1:4272$/);
      await operator({ ask: 'approve', sale: 's1', bidder: 'anna', limitMinor: null });

      const faraway = machines.far([program('../stage/faraway.ts'), NEAR, 'anna', 's1', 'l1'], {
        NODE_EXTRA_CA_CERTS: at('cert.pem'),
      });
      const receipt = JSON.parse(await faraway.says(/"receipt"/))[1] as Receipt;
      const begunMs = performance.now();
      await operator({ ask: 'suspend', user: 'anna', reason: 'a cheque that was none' });
      await faraway.says(/"cut off"/);
      expect(performance.now() - begunMs).toBeLessThan(2_000);
      expect(await faraway.ended).toBe(0);
      house.kill('SIGTERM');
      expect(await house.ended).toBe(0);

      expect(Object.fromEntries(faraway.said.map((line) => JSON.parse(line)))).toEqual({
        'in the clear': 'https-only',
        'the port of the house itself': 'ECONNREFUSED',
        'a page of null': 101,
        'a page of https://10.77.0.1:4280': 101,
        'a page of http://127.0.0.1:4280': 403,
        'a page of https://evil.example': 403,
        bid: expect.objectContaining({ outcome: 'accepted', id: 'far-1' }),
        receipt: expect.objectContaining({ outcome: 'accepted', inLog: true, id: 'far-1' }),
        'cut off': true,
        again: expect.stringMatching(/Authorization Violation/),
        'sign in': 401,
      });
      if (!receipt.inLog) throw new Error('no receipt');
      const { signingKey } = await openLogSecrets(dir);
      expect(isSigned('s1', receipt.head, publicKeyOf(publicKeyText(signingKey)))).toBe(true);
      expect(rootOfInclusion(leafOf(receipt.line), receipt.proof)).toBe(receipt.head.root);
    } finally {
      await machines.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
  30_000,
);

function program(path: string): string {
  return join(import.meta.dirname, path);
}

function certify(cert: string, key: string): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=house', '-addext', `subjectAltName=IP:${NEAR}`, '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
}
