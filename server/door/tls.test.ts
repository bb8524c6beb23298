import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectBus } from '../bus.ts';
import { houseJwt } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { openStage, type Stage } from '../stage/stage.ts';

const PORT = 4382;
const WS_PORT = PORT + 2;

describe('a house with a certificate of its own', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rostrum-tls-'));
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  const before = getCACertificates('default');
  let stage: Stage;

  beforeAll(async () => {
    // Named after the house as the world knows it, and not after the address by which the house reaches its nats-server.
    certify('auction.example.org', cert, key);
    stage = await openStage({
      port: PORT,
      sales: [smallSale('s1', [liveLot('l1', 1)])],
      config: { tls: { cert, key } },
    });
    // Only now: the house has had to trust its own server by itself. Desks trust their system's authorities.
    certify('desk', cert, key, 'IP:127.0.0.1');
    await shown(PORT, cert);
    await shown(WS_PORT, cert);
    setDefaultCACertificates([...before, readFileSync(cert, 'utf8')]);
  });
  afterAll(async () => {
    setDefaultCACertificates(before);
    await stage?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says that desks are sent to an address which its certificate does not name, and no more once it does', () => {
    const told = stage.logged.map(({ msg }) => String(msg)).filter((words) => words.startsWith('the certificate'));
    expect(told.filter((words) => /does not name 127\.0\.0\.1, to which desks are sent/.test(words))).toHaveLength(1);
    // Its two days are few, and that is said at each look: at the start, and when it was replaced.
    expect(told.filter((words) => /ends on .*renew it/.test(words)).length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatch(/ends on/);
  });

  it('signs in over https and bids over wss', async () => {
    expect(stage.house.url).toBe(`https://127.0.0.1:${PORT}`);
    expect(stage.house.servers).toEqual([`wss://127.0.0.1:${WS_PORT}`]);
    await stage.addPerson('anna');
    await stage.register('s1', 'anna');
    await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
    const anna = await stage.desk('anna');
    expect(anna.login.servers[0]).toMatch(/^wss:/);
    expect(await anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 })).toMatchObject({ outcome: 'accepted' });
    await anna.line.close();
    const page = await fetch(`${stage.house.url}/healthz`);
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age/);
  });

  it('answers nobody in the clear', async () => {
    const words = { code: 'https-only', message: 'This house is reached by https:// and not by http://.' };
    for (const init of [{}, { method: 'POST', body: 'x'.repeat(100_000) }]) {
      const refusal = await fetch(`http://127.0.0.1:${PORT}/healthz`, init);
      expect([refusal.status, await refusal.json()]).toEqual([400, { error: words }]);
    }
    const socket = new WebSocket(`ws://127.0.0.1:${WS_PORT}`);
    const went = await new Promise((resolve) => {
      for (const type of ['open', 'error']) socket.addEventListener(type, () => resolve(type));
    });
    expect(went).toBe('error');
  });

  it('takes a renewed certificate while a desk stays connected', async () => {
    await stage.addPerson('ben');
    await stage.register('s1', 'ben');
    const ben = await stage.desk('ben');
    const old = join(dir, 'old.pem');
    copyFileSync(cert, old);
    certify('renewed', cert, key, 'IP:127.0.0.1');
    await shown(PORT, cert);
    await shown(WS_PORT, cert);
    // The house may just be coming back to its bus: until then nobody answers, and the same id is asked again.
    const bid = () => ben.bid('s1', { id: 'b1', lot: 'l1', amountMinor: 2_000 }).catch(() => null);
    await expect.poll(bid, { timeout: 60_000 }).toMatchObject({ outcome: 'accepted' });
    expect(ben.line.isOpen()).toBe(true);
    await ben.line.close();
    expect(stage.logged.some(({ msg }) => msg === 'certificates read again')).toBe(true);

    // Half a renewal, or a broken one, is none: the house goes on with the certificate that it has.
    const [good, shownBefore] = [readFileSync(cert), await fingerprintAt(PORT)];
    writeFileSync(cert, good.subarray(0, 100));
    await vi.waitFor(() => expect(stage.logged.some(({ msg }) => /cannot be used/.test(String(msg)))).toBe(true), {
      timeout: 20_000,
    });
    expect([await fingerprintAt(PORT), await fingerprintAt(WS_PORT)]).toEqual([shownBefore, shownBefore]);
    writeFileSync(cert, good);

    // A connection of the house's own kind takes the file's certificate, and no other.
    const user = createUser();
    const line = {
      url: stage.house.natsUrl,
      name: 'house-again',
      jwt: await houseJwt(await openKeys(stage.dir), user.getPublicKey()),
      seed: user.getSeed(),
      onStatus: () => {},
    };
    const bus = await connectBus({ ...line, pinnedCert: cert });
    await bus.close();
    await expect(connectBus({ ...line, pinnedCert: old })).rejects.toMatchObject({ code: 'bus-unreachable' });
  });
});

/** A self-signed certificate, put in place as a renewal does it: written beside, then renamed. */
function certify(name: string, cert: string, key: string, more = `DNS:${name}`): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=${more}`],
      ...['-keyout', `${key}.new`, '-out', `${cert}.new`],
    ],
    { stdio: 'ignore' },
  );
  renameSync(`${key}.new`, key);
  renameSync(`${cert}.new`, cert);
}

/** Resolves when the port shows the certificate of the file. */
async function shown(port: number, cert: string): Promise<void> {
  const wanted = new X509Certificate(readFileSync(cert)).fingerprint256;
  await vi.waitFor(async () => expect(await fingerprintAt(port)).toBe(wanted), { timeout: 20_000 });
}

function fingerprintAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
