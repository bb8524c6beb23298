import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { steeredClock } from '../clock.ts';
import { stateHash, toSnapshot } from '../core/sale.ts';
import { LIMITS } from '../door/limits.ts';
import { bytesOfColumn } from '../journal/column.ts';
import { crc32 } from '../journal/digest.ts';
import { nodeDisk } from '../journal/disk.ts';
import { JournalFault } from '../journal/fault.ts';
import { writeSnapshot } from '../journal/snapshot.ts';
import { openRoom, type Room } from '../room.ts';
import { liveLot, smallSale } from '../stage/sales.ts';

const SECRETS = {
  secret: Buffer.alloc(32, 7),
  signingKey: generateKeyPairSync('ed25519').privateKey,
};

/** Who saves gives way to everything else on the machine. */
const SAVE_MS_MAX = 60_000;

describe('a sale that is opened from a snapshot', () => {
  let dir = '';
  const clock = steeredClock(1_700_000_000_000);
  let warnings: string[] = [];
  let faults: string[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-saved-'));
    warnings = [];
    faults = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  function open(snapshotRecords = 50, at = dir): Promise<Room> {
    return openRoom(
      {
        id: 's1',
        dir: at,
        clock,
        limits: { ...LIMITS, snapshotRecords },
        secrets: SECRETS,
        send: () => {},
        refuse: () => {},
        published: () => {},
        fault: (cause) =>
          void faults.push(cause instanceof JournalFault ? `${cause.code}: ${cause.message}` : String(cause)),
        // How quick the disk is today is not the matter here.
        warn: (message) => void (message.startsWith('a sync took') || warnings.push(message)),
      },
      smallSale('s1', [liveLot('l1', 1), liveLot('l2', 2)]),
    );
  }

  async function bids(room: Room, from: number, to: number): Promise<void> {
    for (let n = from; n < to; n += 1)
      await room.order({
        ...{ type: 'PlaceBid', id: `b${n}`, lot: 'l1', bidder: n % 2 === 0 ? 'anna' : 'ben', kind: 'bid' },
        ...{ amountMinor: 1_000 + n * 100, channel: 'online' },
      } as const);
  }
  async function begun(snapshotRecords?: number): Promise<Room> {
    const room = await open(snapshotRecords);
    for (const bidder of ['anna', 'ben']) await room.order({ type: 'RegisterBidder', bidder, limitMinor: null });
    await room.order({ type: 'OpenLot', lot: 'l1' });
    return room;
  }
  /** All that a desk could tell two houses apart by. */
  async function faceOf(room: Room) {
    await room.indexed;
    return {
      state: stateHash(room.state),
      root: room.keeper.tree.root(),
      bids: room.board.bids('l1'),
      snapshot: room.snapshots.forAudience().json,
      receipt: { ...room.receipts.answer({ id: 'b5' }, 'ben', clock.now()), times: null },
    };
  }
  const saved = async () => (await readdir(join(dir, 'log'))).filter((name) => name.endsWith('.snapshot'));
  /** What is there without a snapshot. */
  async function fromTheBeginning() {
    const bare = join(dir, 'bare');
    await cp(join(dir, 'log'), join(bare, 'log'), { recursive: true });
    for (const name of await readdir(join(bare, 'log')))
      if (!name.endsWith('.log')) await rm(join(bare, 'log', name), { recursive: true });
    const room = await open(1e9, bare);
    expect(room.openedFrom).toBe(0);
    const face = await faceOf(room);
    await room.close();
    await rm(bare, { recursive: true });
    return face;
  }

  it('is the same in every part as one that read its whole log', async () => {
    const first = await begun();
    await bids(first, 0, 40);
    await first.close();
    const bare = await fromTheBeginning();
    const again = await open();
    expect(again.openedFrom).toBe(first.journal.lastSeq);
    // Both are held by their start, at the same moment.
    expect(await faceOf(again)).toEqual(bare);
    await again.order({ type: 'ResumeSale', graceMs: 0 });
    await bids(again, 30, 50);
    expect(again.state.decisions.size).toBe(50);
    await again.close();
    expect(warnings).toEqual([]);
  });

  it('was saved aside as it went on, and is opened from there after a crash; two snapshots are kept', async () => {
    const room = await begun(20);
    for (let from = 0; from < 100; from += 25) {
      await bids(room, from, from + 25);
      const seq = room.journal.lastSeq;
      await expect
        .poll(async () => (await saved()).some((name) => Number(name.slice(0, 16)) > seq - 25), {
          timeout: SAVE_MS_MAX,
        })
        .toBe(true);
    }
    // The third is removed when the newest is durable.
    await expect.poll(async () => (await saved()).length, { timeout: SAVE_MS_MAX }).toBe(2);
    const crashed = join(dir, 'crashed');
    await cp(join(dir, 'log'), join(crashed, 'log'), { recursive: true });
    await rm(join(crashed, 'log', 'lock'), { recursive: true, force: true });
    const again = await open(1e9, crashed);
    expect(again.openedFrom).toBeGreaterThan(50);
    expect(again.state.decisions.size).toBe(100);
    await again.close();
    await room.close();
    expect(warnings).toEqual([]);
  });

  it('is saved again for what came while that was at work', async () => {
    const room = await begun(20);
    await bids(room, 0, 100);
    const seq = room.journal.lastSeq;
    await expect
      .poll(async () => (await saved()).some((name) => Number(name.slice(0, 16)) > seq - 20), { timeout: SAVE_MS_MAX })
      .toBe(true);
    await room.close();
    expect(warnings).toEqual([]);
  });

  it('passes over a snapshot that was changed, and one of another log', async () => {
    const room = await begun();
    await bids(room, 0, 40);
    await room.close();
    const [name = ''] = await saved();
    const path = join(dir, 'log', name);
    const bytes = await readFile(path);
    const flipped = Buffer.from(bytes);
    flipped[200] = (flipped[200] ?? 0) ^ 1;
    await writeFile(path, flipped);
    const again = await open(1e9);
    expect(again.openedFrom).toBe(0);
    expect(again.state.decisions.size).toBe(40);
    expect(warnings.join()).toContain('is not sound');
    await again.close();
    await rm(join(dir, 'log'), { recursive: true });
    const other = await begun(1e9);
    await bids(other, 1, 60);
    await other.close();
    await writeFile(path, bytes);
    warnings = [];
    const third = await open(1e9);
    expect(third.openedFrom).toBe(0);
    expect(third.state.decisions.size).toBe(59);
    expect(warnings.join()).toContain('is not of this log');
    await third.close();
  });

  it('refuses to start when the log ends before the snapshot', async () => {
    const room = await begun();
    await bids(room, 0, 40);
    await room.close();
    const path = join(dir, 'log', '0000000000000001.log');
    await truncate(path, (await readFile(path)).length - 2_000);
    await expect(open()).rejects.toMatchObject({ code: 'journal-damaged' });
  });

  /** A log of two segments, the first of which a start from its snapshot passes over. */
  async function passedOver(): Promise<string> {
    const room = await begun();
    for (let n = 0; n < 4; n += 1) {
      await room.order({ type: 'HoldSale', reason: 'x'.repeat(3_000_000) });
      await room.order({ type: 'ResumeSale', graceMs: 0 });
    }
    await bids(room, 0, 40);
    await room.close();
    return join(dir, 'log', '0000000000000001.log');
  }

  it.each([
    ['1', 'columns are in its text'],
    ['2', 'ids are in its text'],
  ])('reads a snapshot of form %s, whose %s', async (form) => {
    const room = await begun();
    await bids(room, 0, 40);
    // The proof follows the answers; whoever asks for a head brings it up to them.
    room.head();
    const claim = { seq: room.journal.lastSeq, hash: room.journal.lastHash };
    const text = (value: unknown) =>
      Buffer.from(
        JSON.stringify(value, (_, one: unknown) => (ArrayBuffer.isView(one) ? [...(one as Int32Array)] : one)),
      );
    const { decisions, ...core } = toSnapshot(room.state);
    const { outcome, lot, bidder, rev, amountMinor, ...texts } = decisions;
    const columns = Object.entries({ outcome, lot, bidder, rev, amountMinor });
    const sections = new Map<string, Uint8Array>([
      ['form', Buffer.from(form)],
      ['core', text({ ...core, decisions: form === '1' ? decisions : texts })],
      ...(form === '1' ? [] : columns.map(([name, column]) => [`decisions.${name}`, bytesOfColumn(column)] as const)),
      ['board', text(room.board.snapshot())],
      ['proof', text(room.keeper.snapshot())],
    ]);
    const root = room.keeper.tree.root();
    await room.close();
    for (const name of await saved()) await rm(join(dir, 'log', name));
    await writeSnapshot(nodeDisk, join(dir, 'log'), { claim, sections });
    const again = await open();
    expect(again.openedFrom).toBe(claim.seq);
    expect(again.state.decisions.size).toBe(40);
    expect(again.keeper.tree.root()).toBe(root);
    await again.close();
    expect(warnings).toEqual([]);
  });

  it('finds a link of the chain that does not hold in what the start passed over, though every checksum does', async () => {
    const path = await passedOver();
    const bytes = await readFile(path);
    // The link of the second frame, with the checksum of its header mended.
    const frame = 64 + 64 + bytes.readUInt32LE(64 + 4);
    bytes[frame + 30] = (bytes[frame + 30] ?? 0) ^ 1;
    bytes.writeUInt32LE(crc32(bytes.subarray(frame, frame + 60)), frame + 60);
    await writeFile(path, bytes);
    const again = await open();
    expect(again.openedFrom).toBeGreaterThan(0);
    // Whoever reads these records again for receipts sees nothing wrong.
    await again.indexed;
    await again.scrubbed;
    expect(faults).toHaveLength(1);
    expect(faults.join()).toMatch(/Segment 0000000000000001\.log, offset \d+, seq 2: the chain/);
    await again.close();
  });

  it('finds a flipped bit in what the start passed over, and ends', async () => {
    const path = await passedOver();
    const sound = await open();
    await sound.scrubbed;
    expect(faults).toEqual([]);
    await sound.close();
    const bytes = await readFile(path);
    const at = 1_500_000;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const again = await open();
    expect(again.openedFrom).toBeGreaterThan(0);
    await again.scrubbed;
    expect(faults).toHaveLength(1);
    expect(faults.join()).toContain('journal-damaged');
    expect(faults.join()).toMatch(/Segment 0000000000000001\.log, offset \d+, seq \d+/);
    await again.close();
  });
});
