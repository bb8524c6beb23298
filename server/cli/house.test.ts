import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { passwordCheck } from '../identity/password.ts';
import { openUsers } from '../identity/users.ts';
import { smallSale, timedLot } from '../stage/sales.ts';
import { openStage } from '../stage/stage.ts';
import { run as keys } from './keys.ts';
import { run as sale } from './sale.ts';
import { run as users } from './users.ts';

const AFTER = Date.UTC(2100, 0);

describe('the operator’s verbs', () => {
  let dir = '';
  let said = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-cli-'));
    said = '';
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        said += String(text);
        return true;
      });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(dir, { recursive: true, force: true });
  });
  const typed = (line: string) =>
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([`${line}\n`]) as never);

  it('add a person, with a password that is nowhere to be read, in a file for its owner only', async () => {
    typed('correct horse');
    expect(await users(['add', 'anna', '--role', 'bidder', '--data', dir])).toBe(0);
    expect(await users(['list', '--data', dir])).toBe(0);
    expect(said).toMatch(/"id":"anna".*"hasPassword":true/);
    expect(said).not.toMatch(/argon2|correct/);
    expect((await stat(join(dir, 'users.json'))).mode & 0o777).toBe(0o600);
    typed('short');
    expect(await users(['reset', 'anna', '--data', dir])).toBe(1);
    expect(said).toMatch(/8 to 256 characters/);
    expect(await users(['suspend', 'nobody', '--reason', 'x', '--data', dir])).toBe(1);
  });

  it('show public keys and no seeds, and rotate', async () => {
    expect(await keys(['show', '--data', dir])).toBe(0);
    const before = /signing +(A\w+)/.exec(said)?.[1];
    expect(said).not.toMatch(/\bS[OAU][A-Z2-7]{50}/);
    expect(await keys(['rotate', '--data', dir])).toBe(0);
    said = '';
    await keys(['show', '--data', dir]);
    expect(/signing +(A\w+)/.exec(said)?.[1]).not.toBe(before);
  });

  it('import a catalogue, and name the cell that is wrong', async () => {
    const file = join(dir, 'lots.csv');
    const named = ['--id', 'c1', '--title', 'Chairs', '--currency', 'GBP', '--data', dir];
    await writeFile(
      file,
      'number,title,opening,low,high\n1,"A chair, ""good""","1,250.00",1500,2000\n2,Another,10.5,,\n',
    );
    expect(await sale(['import', file, ...named])).toBe(0);
    expect(said).toContain('c1: 2 lots; no house runs here: the sale is there at the next start');
    expect(await sale(['list', '--data', dir])).toBe(0);
    expect(said).toMatch(/"id":"c1","title":"Chairs","lots":2/);
    expect(await sale(['import', file, ...named])).toBe(1);
    for (const [text, cell] of [
      ['title,opening\nA,12.345\n', 'B2'],
      ['title,opening\nA,10\nB,x\n', 'B3'],
      ['title,opening\n,10\n', 'A2'],
      ['title,opening,colour\nA,1,red\n', 'C1'],
      ['title,opening\n"A,10\n', 'row 2'],
      ['title,opening,format\nA,10,timed\n', 'timed lot needs'],
      ['title,opening\nA\u202eB,10\n', 'A2: has characters'],
      ['title,opening,low\nA,x,y\n', 'B2: "x" is no amount of GBP; C2: "y"'],
    ] as const) {
      said = '';
      await writeFile(file, text);
      expect(await sale(['import', file, ...named.with(1, 'c2')])).toBe(1);
      expect(said).toContain(cell);
    }
  });

  it('import people without a house, once: made passwords leave by standard output and open the door', async () => {
    const file = join(dir, 'people.csv');
    await writeFile(file, 'id,name,password\nanna,Anna,\nben,Ben,correct horse\n');
    expect(await users(['import', file, '--check', '--data', dir])).toBe(0);
    expect(said).toContain('2 new, 0 known before. Nothing was changed.');
    said = '';
    expect(await users(['import', file, '--data', dir])).toBe(0);
    const made = /^anna,Anna,([a-z2-9]{4}(?:-[a-z2-9]{4}){2})\r\n/m.exec(said)?.[1];
    expect(said).not.toContain('ben,');
    const kept = await openUsers(dir);
    const passwords = await passwordCheck(1);
    for (const [id, password] of [
      ['anna', made],
      ['ben', 'correct horse'],
    ] as const)
      expect(await passwords.check(kept.find(id)?.passwordHash ?? null, password ?? '')).toBe(true);
    said = '';
    expect(await users(['import', file, '--data', dir])).toBe(0);
    expect(said).toBe('0 new, 2 known before.\n');
    // One wrong cell, and nobody comes in.
    await writeFile(file, 'id,paddle\ncarl,1\ndora,1\n');
    said = '';
    expect(await users(['import', file, '--data', dir])).toBe(1);
    expect(said).toContain('B3: 1 stands twice');
    expect((await openUsers(dir)).find('carl')).toBe(null);
    expect(await users(['import', file, '--sale', 's1', '--data', dir])).toBe(1);
    expect(said).toContain('No house runs on this data folder');
  });

  it('import people into a house that runs, approved for a sale with their limits', async () => {
    const stage = await openStage({ port: 4376, dir, sales: [smallSale('s1')] });
    try {
      const file = join(dir, 'people.csv');
      const take = async (text: string, sale = 's1') => {
        said = '';
        await writeFile(file, text);
        return users(['import', file, '--sale', sale, '--data', dir]);
      };
      const list = 'id,paddle,limit,role,sales\nanna,101,"1,250.00",,\nben,102,,,\ncarl,,,clerk,s1\n';
      expect(await take(list)).toBe(0);
      expect(said).toContain('3 new, 0 known before.\n2 of 2 bidders approved for s1.');
      const state = () => stage.house.rooms.get('s1')?.state;
      const known = (bidder: string) => state()?.bidders.get(bidder);
      expect(known('anna')).toMatchObject({ paddle: '101', limitMinor: 125_000 });
      expect(known('ben')).toMatchObject({ paddle: '102', limitMinor: null });
      expect(known('carl')).toBe(undefined);
      expect(stage.house.registrations.find('s1', 'anna')?.state).toBe('approved-limited');
      // The same list again changes a limit and nobody else.
      expect(await take(list.replace('"1,250.00"', '2000'))).toBe(0);
      expect(known('anna')).toMatchObject({ paddle: '101', limitMinor: 200_000 });
      // A large house lists all its people once for it, and no more.
      const lists = vi.spyOn(stage.house.users, 'list');
      expect(await users(['import', file, '--check', '--sale', 's1', '--data', dir])).toBe(0);
      expect(lists).toHaveBeenCalledTimes(1);
      // Whom the house or the sale refuses is named, and the others come in.
      await stage.addPerson('emil');
      await stage.house.suspend('emil', 'unpaid');
      expect(await take('id,paddle\nemil,\ndora,102\nfred,\n')).toBe(1);
      expect(said).toContain('dora: not approved. The rules of the sale refused it');
      expect(said).toContain('emil: not approved. The house has suspended this bidder');
      expect(said).toContain('1 of 3 bidders approved for s1.');
      expect(known('fred')).toBeDefined();
      // Who is let in again by the house hears of it where a clerk's word still stands.
      await stage.house.suspend('anna', 'unpaid');
      await stage.house.rooms.get('s1')?.order({ type: 'SuspendBidder', bidder: 'ben', reason: 'shouted' });
      said = '';
      for (const id of ['anna', 'ben']) expect(await users(['reinstate', id, '--data', dir])).toBe(0);
      expect(said).toBe('Suspended by a clerk still in s1; he lifts it there.\n');
      expect(await take('id\nanna\n', 's9')).toBe(1);
      expect(said).toContain('There is no sale s9');
    } finally {
      await stage.house.stop();
    }
  });

  it('put absentee bids into the book, once, in the order of the list', async () => {
    const lots = [timedLot('a', 1, AFTER, AFTER + 1), timedLot('b', 2, AFTER, AFTER + 1)];
    const stage = await openStage({ port: 4378, dir, sales: [smallSale('s1', lots)] });
    try {
      const file = join(dir, 'book.csv');
      const take = async (text: string, ...more: string[]) => {
        said = '';
        await writeFile(file, text);
        return sale(['book', file, '--sale', 's1', '--data', dir, ...more]);
      };
      const room = stage.house.rooms.get('s1');
      const book = (lot: string) => [...(room?.state.lots.get(lot)?.amounts ?? [])];
      for (const [bidder, limitMinor] of [
        ['anna', null],
        ['ben', 5_000],
      ] as const) {
        await stage.addPerson(bidder);
        await room?.order({ type: 'RegisterBidder', bidder, limitMinor });
      }
      const list = 'lot,paddle,maximum\n1,2,30\n1,1,40\nb,anna,25\n';
      expect(await take(list, '--check')).toBe(0);
      expect(said).toContain('3 bids, 0 wrong. Nothing was placed.');
      // One that names nobody, and none is placed.
      expect(await take(`${list}3,9,25\n`)).toBe(1);
      expect(said).toContain('A5: no such lot');
      expect(await take(`${list}2,9,25\n`)).toBe(1);
      expect(said).toMatch(/B5: nobody is registered under it\n.*4 bids, 1 wrong. Nothing was placed/);
      expect(book('a')).toEqual([]);
      expect(await take(list)).toBe(0);
      expect(said).toContain('3 bids placed in the book of s1, 0 stood there before, 0 refused.');
      expect(book('a')).toEqual([
        ['ben', 3_000],
        ['anna', 4_000],
      ]);
      expect(book('b')).toEqual([['anna', 2_500]]);
      // What the rules refuse is named, and may be taken another time.
      const more = `${list}2,ben,60\n`;
      expect(await take(more)).toBe(1);
      expect(said).toContain('C5: over-limit');
      expect(said).toContain('0 bids placed in the book of s1, 3 stood there before, 1 refused.');
      await room?.order({ type: 'RegisterBidder', bidder: 'ben', limitMinor: 50_000 });
      expect(await take(more)).toBe(0);
      expect(book('b')).toEqual([
        ['anna', 2_500],
        ['ben', 6_000],
      ]);
      expect(await take(more)).toBe(0);
      expect(said).toContain('0 bids placed in the book of s1, 4 stood there before, 0 refused.');
    } finally {
      await stage.house.stop();
    }
    expect(await sale(['book', join(dir, 'book.csv'), '--sale', 's1', '--data', dir])).toBe(1);
    expect(said).toContain('No house runs on this data folder');
  });

  it('speak to a house that runs', async () => {
    const stage = await openStage({ port: 4374, dir, sales: [smallSale('s1')] });
    try {
      typed('correct horse');
      expect(await users(['add', 'anna', '--role', 'bidder', '--data', dir])).toBe(0);
      await stage.register('s1', 'anna');
      const anna = await stage.desk('anna');
      expect(await users(['suspend', 'anna', '--reason', 'unpaid', '--data', dir])).toBe(0);
      await anna.line.closed;
      expect(await users(['reinstate', 'anna', '--data', dir])).toBe(0);
      const file = join(dir, 'sale.json');
      await writeFile(file, JSON.stringify(smallSale('s2')));
      expect(await sale(['import', file, '--data', dir])).toBe(0);
      expect(said).toMatch(/s2: \d+ lots?\n/);
      expect([...stage.house.rooms.keys()]).toEqual(['s1', 's2']);
      expect(await keys(['rotate', '--data', dir])).toBe(0);
      expect((await stat(join(dir, 'run', 'house.sock'))).mode & 0o777).toBe(0o600);
    } finally {
      await stage.house.stop();
    }
  });
});
