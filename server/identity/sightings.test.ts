import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignsReply } from '../../protocol/anomaly.ts';
import { subjects } from '../../protocol/subjects.ts';
import { openKeys } from '../nats/keys.ts';
import { smallSale } from '../stage/sales.ts';
import { openStage, PASSWORD } from '../stage/stage.ts';
import { ADDRESS_USERS_MAX, openSightings, placeOf } from './sightings.ts';

describe('sightings', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-sightings-'));
    // The folder of keys, as a house's first start makes it.
    await openKeys(dir);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const everybody = () => true;

  it('tell who shares a desk or an address, the same from memory and from the disk', async () => {
    const sightings = await openSightings(dir, () => 1_000);
    sightings.note('anna', 'UKEY1', '203.0.113.7');
    sightings.note('ben', 'UKEY1', '203.0.113.8');
    sightings.note('carl', 'UKEY2', '::ffff:203.0.113.7');
    sightings.note('dora', 'UKEY3', '198.51.100.1');
    await sightings.settled();
    const shared = sightings.shared(everybody);
    expect(shared).toEqual([
      { by: 'device', users: ['anna', 'ben'], lastAt: 1_000 },
      { by: 'address', users: ['anna', 'carl'], lastAt: 1_000 },
    ]);
    expect((await openSightings(dir, () => 2_000)).shared(everybody)).toEqual(shared);
    // Only of those who were asked about.
    expect(sightings.shared((user) => user !== 'ben')).toEqual(shared.slice(1));
  });

  it('keep no address that could be read, for their owner only, and for a month', async () => {
    const sightings = await openSightings(dir, () => 1_000);
    sightings.note('anna', 'UKEY1', '203.0.113.7');
    sightings.note('ben', 'UKEY1', '203.0.113.7');
    for (let n = 0; n < 100; n += 1) sightings.note('ben', 'UKEY1', '203.0.113.7');
    await sightings.settled();
    const path = join(dir, 'sightings.jsonl');
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain('203.0.113');
    expect(text.trim().split('\n')).toHaveLength(2);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const later = await openSightings(dir, () => 31 * 24 * 3_600_000);
    expect(later.shared(everybody)).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe('');
  });

  it('say nothing of an address that too many have, nor of this machine', async () => {
    const sightings = await openSightings(dir);
    for (let n = 0; n <= ADDRESS_USERS_MAX; n += 1) sightings.note(`b${n}`, `UKEY${n}`, '203.0.113.7');
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', ''])
      for (const user of ['anna', 'ben']) sightings.note(user, `U${user}${address}`, address);
    await sightings.settled();
    expect(sightings.shared(everybody)).toEqual([]);
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', null],
    ['not an address', null],
  ])('take of %s what tells a household: %s', (address, place) => expect(placeOf(address)).toBe(place));
});

describe('the signs of a sale', () => {
  it('tell a reviewer of two bidders at one desk, and of nobody who is not of the sale', async () => {
    const stage = await openStage({ port: 4397, sales: [smallSale('s1')] });
    try {
      const key = createUser();
      for (const id of ['anna', 'ben', 'carl']) {
        await stage.addPerson(id);
        if (id !== 'carl') await stage.register('s1', id);
        const login = { user: id, password: PASSWORD, publicKey: key.getPublicKey() };
        expect((await stage.post('/v1/login', login)).status).toBe(200);
      }
      await stage.addPerson('robin', 'reviewer', ['s1']);
      const robin = await stage.desk('robin');
      const heard = await robin.line.request(subjects.review('s1', 'robin'), { view: 'signs' });
      const { signs, paddles } = JSON.parse(heard.text) as SignsReply;
      expect(signs).toMatchObject([
        { kind: 'shared-device', bidder: 'anna', others: ['ben'] },
        { kind: 'shared-device', bidder: 'ben', others: ['anna'] },
      ]);
      expect(paddles).toEqual({ anna: '1', ben: '2' });
      await robin.line.close();
    } finally {
      await stage.close();
    }
  });
});
