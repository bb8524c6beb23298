import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { longLog } from '../bench/long-log.ts';
import { isDue } from './saver.ts';
import { startUpkeep } from './upkeep.ts';

it('works in a process of its own, which is gone when it has said how it went', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rostrum-upkeep-'));
  try {
    await longLog(dir, 300);
    const { pid = 0, done } = startUpkeep({ kind: 'scrub', logDir: dir, seq: 300 });
    expect(pid).not.toBe(process.pid);
    expect(await done).toMatchObject({ ok: true });
    await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false);
    const lost = startUpkeep({ kind: 'scrub', logDir: join(dir, 'nowhere'), seq: 1 });
    const stopped = startUpkeep({ kind: 'scrub', logDir: dir, seq: 300 });
    await stopped.stop();
    expect(await stopped.done).toEqual({ ok: false, why: 'the process was ended' });
    expect(isThere(stopped.pid ?? 0)).toBe(false);
    expect(await lost.done).toMatchObject({ ok: true, records: 0 });
    await lost.stop();
  } finally {
    await rm(dir, { recursive: true });
  }
});

it('a short log is saved every so many records, a long one when it has grown by a twentieth', () => {
  expect([isDue(49_999, 0, 50_000), isDue(50_000, 0, 50_000)]).toEqual([false, true]);
  expect([isDue(1_049_999, 1_000_000, 50_000), isDue(1_052_700, 1_000_000, 50_000)]).toEqual([false, true]);
  expect([isDue(10_500_000, 10_000_000, 50_000), isDue(10_530_000, 10_000_000, 50_000)]).toEqual([false, true]);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
