import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import { steeredClock } from '../clock.ts';
import { emptyState, execute, saleView } from '../core/sale.ts';
import { type FileJournal, openJournal } from '../journal/file.ts';
import { startNats } from '../nats/start.ts';
import { liveLot, smallSale, timedLot } from '../stage/sales.ts';
import { type Desk, openDesk, openStage, type Stage } from '../stage/stage.ts';

const NO_RATES = { bidder: { perSecond: 1e6, burst: 1e6 }, bidderLot: { perSecond: 1e6, burst: 1e6 } };

describe('a house that ends and comes back', () => {
  const closers: (() => Promise<unknown> | undefined)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const keep = (stage: Stage) => {
    closers.push(() => stage.close());
    return stage;
  };

  it('has its sale held, its closed lots closed, and gives back the time that it was away', async () => {
    const began = 1_700_000_000_000;
    const clock = steeredClock(began);
    const sale = smallSale('s1', [timedLot('l1', 1, began, began + 10_000), timedLot('l2', 2, began, began + 60_000)]);
    const first = await openStage({ port: 4365, sales: [sale], clock });
    await first.addPerson('anna');
    await first.register('s1', 'anna');
    const anna = await first.desk('anna');
    clock.advanceTo(began + 5_000);
    expect(await anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 })).toMatchObject({ outcome: 'accepted' });
    clock.advanceTo(began + 20_000);
    expect(await anna.bid('s1', { id: 'a2', lot: 'l2', amountMinor: 1_000 })).toMatchObject({ outcome: 'accepted' });
    // Away for ten minutes, in which l2 would have closed.
    clock.advanceTo(began + 20_001);
    const away = first.house.stop();
    await away;
    clock.advanceTo(began + 620_000);
    const second = keep(await openStage({ port: 4365, sales: [], clock, dir: first.dir }));
    const back = await second.desk('anna');
    const snapshot = await back.snapshot('s1');
    expect(snapshot.held).toMatchObject({ reason: 'house restarted' });
    expect(snapshot.ticks.map(({ status }) => status)).toEqual(['sold', 'open']);
    expect(await back.bid('s1', { id: 'a3', lot: 'l2', amountMinor: 2_000 })).toMatchObject({ reason: 'held' });
    expect(await back.bid('s1', { id: 'a2', lot: 'l2', amountMinor: 1_000 })).toMatchObject({
      outcome: 'accepted',
      duplicate: true,
    });
    await second.house.rooms.get('s1')?.order({ type: 'ResumeSale', graceMs: 5_000 });
    const left = ((await back.snapshot('s1')).ticks[1]?.closesAt ?? 0) - clock.now();
    // 40 s were left; at most the second between two alive marks is given on top.
    expect(left).toBeGreaterThanOrEqual(44_000);
    expect(left).toBeLessThanOrEqual(46_000);
  });

  it('is held before anything is done that fell due while it was away, however soon the clock comes to it', async () => {
    const began = 1_700_000_000_000;
    /** What is due is done with the next turn of the loop, as a timer that has run out would. */
    const eager = (startMs: number) => {
      const clock = steeredClock(startMs);
      const after = (ms: number, call: () => void) => {
        if (ms > 0) return clock.after(ms, call);
        let isOn = true;
        queueMicrotask(() => isOn && call());
        return () => {
          isOn = false;
        };
      };
      return { ...clock, after };
    };
    const sale = smallSale('s1', [timedLot('l1', 1, began, began + 60_000)]);
    const first = await openStage({ port: 4365, sales: [sale], clock: eager(began) });
    await first.addPerson('anna');
    await first.register('s1', 'anna');
    const anna = await first.desk('anna');
    expect(await anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 })).toMatchObject({ outcome: 'accepted' });
    await first.house.stop();
    const second = keep(await openStage({ port: 4365, sales: [], clock: eager(began + 620_000), dir: first.dir }));
    const room = second.house.rooms.get('s1');
    expect(saleView(room?.state ?? emptyState()).held).toMatchObject({ reason: 'house restarted', at: began });
    expect([...(room?.state.lots.values() ?? [])].map(({ status }) => status)).toEqual(['open']);
  });

  it('does not hold a sale that has not begun, however it came into the folder, unless one of its lots fell due meanwhile', async () => {
    const began = 1_700_000_000_000;
    const clock = steeredClock(began);
    const tomorrow = smallSale('tomorrow', [
      liveLot('l1', 1),
      timedLot('l2', 2, began + 86_400_000, began + 90_000_000),
    ]);
    const tonight = smallSale('tonight', [timedLot('l1', 1, began + 60_000, began + 120_000)]);
    const first = await openStage({ port: 4365, sales: [tomorrow, tonight], clock });
    await first.addPerson('anna');
    await first.register('tomorrow', 'anna');
    const { house } = first;
    await house.stop();
    // By `rostrum sale import` while no house runs, which writes the first record itself.
    const imported = { ...tomorrow, saleId: 'imported' };
    await writeFile(join(first.dir, 'imported.json'), JSON.stringify(imported));
    const importing = spawn(
      process.execPath,
      [
        join(import.meta.dirname, '..', 'cli', 'rostrum.ts'),
        ...['sale', 'import', join(first.dir, 'imported.json'), '--data', first.dir],
      ],
      { stdio: 'ignore' },
    );
    expect(await once(importing, 'exit')).toEqual([0, null]);
    clock.advanceTo(began + 3_600_000);
    const second = keep(await openStage({ port: 4365, sales: [], clock, dir: first.dir }));
    const heldOf = (sale: string) => saleView(second.house.rooms.get(sale)?.state ?? emptyState()).held;
    expect(heldOf('tomorrow')).toBeNull();
    expect(heldOf('imported')).toBeNull();
    expect(second.house.rooms.get('imported')?.state.sale).toMatchObject({ saleId: 'imported' });
    // Its lot would have opened and closed while nobody could bid.
    expect(heldOf('tonight')).toMatchObject({ reason: 'house restarted' });
  });

  it('has every answered bid, equal and once, after a SIGKILL under load', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rostrum-kill-'));
    closers.push(() => rm(dir, { recursive: true, force: true }));
    const nats = await startNats({ dir, ports: { tcp: 4369, webSocket: 4370 } });
    closers.push(() => nats.stop());
    await writeFile(join(dir, 'sale.json'), JSON.stringify(smallSale('s1', [liveLot('l1', 1)])));
    const accounts = ['anna', 'ben', 'clerk'].map((user) => ({
      user,
      name: user,
      role: user === 'clerk' ? 'clerk' : 'bidder',
      password: 'correct horse',
    }));
    await writeFile(join(dir, 'accounts.json'), JSON.stringify({ accounts }));
    const house = spawn(
      process.execPath,
      [
        ...[join(import.meta.dirname, '..', 'main.ts'), '--data', dir, '--sale', join(dir, 'sale.json')],
        ...['--demo-accounts', join(dir, 'accounts.json'), '--nats', nats.url, '--ws-port', '4370', '--port', '4368'],
        ...['--limits', JSON.stringify(NO_RATES), '--log', 'silent'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    closers.push(async () => void house.kill('SIGKILL'));
    await once(house.stdout, 'data');
    const desk = async (user: string): Promise<Desk> => {
      const key = createUser();
      const reply = await fetch('http://127.0.0.1:4368/v1/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user, password: 'correct horse', publicKey: key.getPublicKey() }),
      });
      return openDesk(user, key, (await reply.json()) as LoginReply);
    };
    const [clerk, ...bidders] = [await desk('clerk'), await desk('anna'), await desk('ben')];
    for (const bidder of ['anna', 'ben']) await clerk.order('s1', { type: 'RegisterBidder', bidder, limitMinor: null });
    await clerk.order('s1', { type: 'OpenLot', lot: 'l1' });
    const answered = new Map<string, number>();
    let amountMinor = 1_000;
    const load = bidders.map(async (bidder, who) => {
      for (let n = 0; ; n += 1) {
        const id = `${who}-${n}`;
        amountMinor += 100;
        const reply = await bidder.bid('s1', { id, lot: 'l1', kind: 'max', amountMinor }).catch(() => null);
        if (reply === null) return;
        if (reply.seq !== undefined) answered.set(id, reply.seq);
        if (answered.size === 300) house.kill('SIGKILL');
      }
    });
    await once(house, 'exit');
    for (const bidder of bidders) await bidder.line.close();
    await Promise.all([
      clerk.line.close(),
      ...load.map((one) => Promise.race([one, new Promise((go) => setTimeout(go, 100))])),
    ]);
    const journal = await openJournal({ dir: join(dir, 'sales', 's1', 'log') });
    const records = await recordsOf(journal);
    const seqs = new Map<string, number[]>();
    for (const { command, seq } of records)
      if (command.type === 'PlaceBid') seqs.set(command.id, [...(seqs.get(command.id) ?? []), seq]);
    expect(answered.size).toBeGreaterThanOrEqual(300);
    for (const [id, seq] of answered) expect(seqs.get(id)).toEqual([seq]);
    const state = emptyState();
    // The rules, asked again, decide the same: what the log says is what was decided.
    for (const record of records) expect(execute(state, record.command)).toEqual(record.events);
    await journal.close();
  });

  it('holds what fell due while nats-server was away, and goes on where nothing did', async () => {
    const now = Date.now();
    const clock = steeredClock(now);
    const dir = await mkdtemp(join(tmpdir(), 'rostrum-nats-'));
    closers.push(() => rm(dir, { recursive: true, force: true }));
    const ports = { tcp: 4372, webSocket: 4373 };
    const nats = await startNats({ dir, ports });
    const stage = await openStage({
      port: 4371,
      dir,
      clock,
      sales: [smallSale('due', [timedLot('l1', 1, now, now + 2_500)]), smallSale('idle')],
      config: { natsUrl: nats.url },
    });
    closers.push(() => stage.house.stop());
    await stage.addPerson('anna');
    await stage.register('due', 'anna');
    const before = await stage.desk('anna');
    await before.bid('due', { id: 'a1', lot: 'l1', amountMinor: 1_000 });
    await nats.stop();
    await before.line.closed;
    await expect.poll(async () => (await fetch(`${stage.house.url}/readyz`)).status).toBe(503);
    clock.advanceTo(now + 2_700);
    const again = await startNats({ dir, ports });
    closers.push(() => again.stop());
    await expect.poll(async () => (await fetch(`${stage.house.url}/readyz`)).status).toBe(200);
    const anna = await stage.desk('anna');
    expect(await anna.snapshot('due')).toMatchObject({ held: { reason: 'bus lost' }, ticks: [{ status: 'open' }] });
    expect((await anna.snapshot('idle')).held).toBeNull();
    await stage.house.rooms.get('due')?.order({ type: 'ResumeSale', graceMs: 0 });
    expect(await anna.bid('due', { id: 'a2', lot: 'l1', kind: 'max', amountMinor: 9_000 })).toMatchObject({
      outcome: 'accepted',
    });
    await anna.line.close();
  });
});

async function recordsOf(journal: FileJournal): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const record of journal.read(1)) records.push(record);
  return records;
}
