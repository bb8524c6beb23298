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
import { ADDRESS_USERS_MAX, createPlaces, SIGHTINGS_EACH_MAX } from './places.ts';
import { openSightings, placeOf } from './sightings.ts';

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

  it('of one who signs in at ever new desks and addresses are no more than the bound, in memory and on the disk', async () => {
    let hours = 0;
    const path = join(dir, 'sightings.jsonl');
    const sightings = await openSightings(dir, () => hours * 3_600_000);
    sightings.note('hostile', 'USHARED', '203.0.113.7');
    sightings.note('ben', 'USHARED', '198.51.100.9');
    sightings.note('ben', 'UOWN', '198.51.100.9');
    const times = 5_000;
    for (let n = 0; n < times; n += 1) {
      if (n % 250 === 0) hours += 1;
      sightings.note('hostile', `U${n}`, `192.0.${n >> 8}.${n & 255}`);
    }
    await sightings.settled();
    const lines = async () => (await readFile(path, 'utf8')).trim().split('\n');
    expect((await lines()).length).toBeLessThan(SIGHTINGS_EACH_MAX + 1_010);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const check = async (now: Awaited<ReturnType<typeof openSightings>>) => {
      // The newest are known again; the longest ago are not, but for what tells of two people. Others lose nothing.
      const known = (n: number) => now.knownBy('hostile', `U${n}`, '127.0.0.1') !== null;
      const all = Array.from({ length: times }, (_, n) => n).filter(known);
      expect([all.length, all[0]]).toEqual([SIGHTINGS_EACH_MAX - 1, times - SIGHTINGS_EACH_MAX + 1]);
      expect(now.shared(everybody)).toEqual([{ by: 'device', users: ['ben', 'hostile'], lastAt: 0 }]);
      expect(now.knownBy('ben', 'UOWN', '127.0.0.1')).toBe('UOWN');
    };
    await check(sightings);
    await check(await openSightings(dir, () => hours * 3_600_000));
    expect(await lines()).toHaveLength(SIGHTINGS_EACH_MAX + 2);
  });

  it('are dropped after their month also while the house runs on', async () => {
    let day = 0;
    const sightings = await openSightings(dir, () => day * 24 * 3_600_000);
    sightings.note('anna', 'UKEY1', '203.0.113.7');
    sightings.note('ben', 'UKEY1', '203.0.113.8');
    await sightings.settled();
    day = 31;
    sightings.note('carl', 'UKEY2', '203.0.113.9');
    await sightings.settled();
    expect(sightings.shared(everybody)).toEqual([]);
    expect(sightings.knownBy('anna', 'UKEY1', '203.0.113.7')).toBeNull();
    expect(await readFile(join(dir, 'sightings.jsonl'), 'utf8')).not.toMatch(/anna|ben/);
  });

  it('of a desk stand while one of its addresses does, with the last time that is left', () => {
    const places = createPlaces();
    const anna = { user: 'anna', key: 'UKEY1' };
    for (const [at, from] of [
      [1, 'a'],
      [5, 'b'],
    ] as const)
      places.take({ ...anna, at, from });
    places.take({ ...anna, user: 'ben', at: 3, from: 'c' });
    places.dropBefore(2);
    expect(places.isKnown('anna', 'address', 'a')).toBe(false);
    expect(places.shared(everybody)).toEqual([{ by: 'device', users: ['anna', 'ben'], lastAt: 5 }]);
    places.dropBefore(5);
    expect([places.count, places.isKnown('anna', 'device', 'UKEY1')]).toEqual([0, false]);
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
