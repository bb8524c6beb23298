import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Disk, nodeDisk } from './disk.ts';
import { readSnapshots, writeSnapshot } from './snapshot.ts';

it('keeps two, reads the newest first, and passes over one that is not sound', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-snapshot-'));
  try {
    for (const seq of [10, 20, 30])
      await writeSnapshot(nodeDisk, dir, {
        claim: { seq, hash: 'h'.repeat(32) },
        sections: new Map([
          ['core', Buffer.from(`é${seq}`)],
          ['proof', Buffer.from('{}')],
        ]),
      });
    const warnings: string[] = [];
    const read = () => [...readSnapshots(nodeDisk, dir, (message) => warnings.push(message))];
    expect(
      read().map(({ claim, sections }) => [claim.seq, String(sections.get('core')), String(sections.get('proof'))]),
    ).toEqual([
      [30, 'é30', '{}'],
      [20, 'é20', '{}'],
    ]);
    const newest = path.join(dir, fs.readdirSync(dir).sort().at(-1) ?? '');
    const bytes = fs.readFileSync(newest);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    fs.writeFileSync(newest, bytes);
    expect(read().map(({ claim }) => claim.seq)).toEqual([20]);
    expect(warnings).toHaveLength(1);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

it('syncs a large one part by part, so that the syncs of the log come between', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-snapshot-'));
  try {
    const synced: number[] = [];
    let waiting = 0;
    const counting: Disk = {
      ...nodeDisk,
      create(file) {
        const out = nodeDisk.create(file);
        return {
          ...out,
          async write(bytes, position) {
            const written = await out.write(bytes, position);
            waiting += written;
            return written;
          },
          async datasync() {
            await out.datasync();
            synced.push(waiting);
            waiting = 0;
          },
        };
      },
    };
    const section = Buffer.alloc(3_000_000, 'x');
    await writeSnapshot(counting, dir, {
      claim: { seq: 1, hash: 'h'.repeat(32) },
      sections: new Map([['a', section]]),
    });
    expect(Math.max(...synced)).toBeLessThanOrEqual(1 << 18);
    expect(waiting).toBe(0);
    const [read] = readSnapshots(nodeDisk, dir, () => {});
    expect(read?.sections.get('a')?.length).toBe(section.length);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
});
