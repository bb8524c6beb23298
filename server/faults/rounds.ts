/** The campaigns on real processes: kill, power cut, failing sync, full disk. Each gives one row of the table. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRandom } from '../sim/random.ts';
import { compare, type FaultControl, startVictim, type Watched } from './watch.ts';

export type Row = {
  readonly what: string;
  readonly control: FaultControl;
  readonly rounds: number;
  /** Faults made; one a round when it is not said. */
  readonly injected?: number;
  readonly told: number;
  readonly found: number;
  readonly wrong: readonly string[];
};

const FAULT_STATUS = 70;

/** A folder for the time of `work`. */
export async function within<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-faults-'));
  try {
    return await work(dir);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** One log, killed again and again at a random count of decisions. */
export function killRounds(rounds: number, control: FaultControl, seed = 1): Promise<Row> {
  return within(async (dir) => {
    const random = createRandom(seed);
    const told = new Map<number, string>();
    const wrong: string[] = [];
    const log = path.join(dir, 'log');
    let found = 0;
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      const victim = startVictim(log, seed * 100_000 + round, control, told);
      await victim.untilTold(random.int(1, 300));
      victim.child.kill('SIGKILL');
      await victim.ended;
      const loss = await compare(log, told);
      found = loss.records;
      wrong.push(...victim.faults, ...loss.wrong);
    }
    return { what: 'SIGKILL under load', control, rounds, told: told.size, found, wrong };
  });
}

/** Null when this machine gives no loop device or may not mount. */
export function cutRounds(rounds: number, control: FaultControl, seed = 1): Promise<Row | null> {
  return within(async (dir) => {
    const random = createRandom(seed);
    const wrong: string[] = [];
    let toldAll = 0;
    let found = 0;
    const image = path.join(dir, 'disk.img');
    const mounted = path.join(dir, 'mounted');
    const copy = path.join(dir, 'copy.img');
    const copied = path.join(dir, 'copied');
    for (const folder of [mounted, copied]) fs.mkdirSync(folder);
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      fs.rmSync(image, { force: true });
      if (
        !tried('truncate', ['-s', '48M', image]) ||
        !tried('mkfs.ext4', ['-q', '-F', image]) ||
        !tried('mount', ['-o', 'loop', image, mounted])
      )
        return null;
      const told = new Map<number, string>();
      const victim = startVictim(path.join(mounted, 'log'), seed * 1000 + round, control, told);
      try {
        await victim.untilTold(random.int(100, 1500));
        // What was told before this moment must be in the copy; what the kernel writes meanwhile may be.
        victim.child.kill('SIGSTOP');
        const before = new Map(told);
        execFileSync('cp', ['--sparse=always', image, copy]);
        victim.child.kill('SIGKILL');
        await victim.ended;
        execFileSync('mount', ['-o', 'loop', copy, copied]);
        const loss = await compare(path.join(copied, 'log'), before);
        execFileSync('umount', [copied]);
        toldAll += before.size;
        found += loss.records;
        wrong.push(...victim.faults, ...loss.wrong);
      } finally {
        victim.child.kill('SIGKILL');
        await victim.ended;
        tried('umount', [mounted]);
      }
    }
    return { what: 'power cut (ext4 image copied)', control, rounds, told: toldAll, found, wrong };
  });
}

/** The nth fdatasync of the process fails. Null without strace. */
export function syncRounds(rounds: number, control: FaultControl = 'none'): Promise<Row | null> {
  return within(async (dir) => {
    if (!tried('strace', ['-V'])) return null;
    const told = new Map<number, string>();
    const wrong: string[] = [];
    const log = path.join(dir, 'log');
    let found = 0;
    for (let nth = 1; nth <= rounds && wrong.length === 0; nth += 1) {
      const inject = [
        'strace',
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        'trace=fdatasync',
        '-e',
        `inject=fdatasync:error=EIO:when=${nth}`,
      ];
      const victim = startVictim(log, nth, control, told, inject);
      const status = await endOf(victim, wrong, SYNC_TOLD_MAX * (nth + 2));
      // The very first sync is that of the copied tail: then the house does not even open.
      const isSaid = victim.faults.some((text) => text.includes('EIO') || text.includes('journal'));
      if (status === 0 || status === null || !isSaid)
        wrong.push(`sync ${nth} failed, and the house ended with ${status}: ${victim.faults.join('; ')}`);
      wrong.push(...victim.faults.filter((text) => text.includes('told after the fault')));
      const loss = await compare(log, told);
      found = loss.records;
      wrong.push(...loss.wrong);
    }
    return {
      what: 'fdatasync fails (strace), each of the first',
      control,
      rounds,
      told: told.size,
      found,
      wrong,
    };
  });
}

/** A file-size limit, then a small tmpfs that grows again. Null when neither can be made. */
export function fullRounds(control: FaultControl = 'none'): Promise<Row | null> {
  return within(async (dir) => {
    const wrong: string[] = [];
    const told = new Map<number, string>();
    const log = path.join(dir, 'log');
    const limited = startVictim(log, 1, control, told, ['bash', '-c', 'ulimit -f 40; exec "$@"', 'limited']);
    await expectFull(limited, wrong);
    let loss = await compare(log, told);
    wrong.push(...loss.wrong);
    let rounds = 1;
    const small = path.join(dir, 'small');
    fs.mkdirSync(small);
    if (tried('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small])) {
      try {
        rounds += 1;
        const inside = path.join(small, 'log');
        const toldInside = new Map<number, string>();
        await expectFull(startVictim(inside, 2, control, toldInside), wrong);
        execFileSync('mount', ['-o', 'remount,size=8m', small]);
        const recovered = startVictim(inside, 3, control, toldInside);
        await recovered.untilTold(100);
        recovered.child.kill('SIGKILL');
        await recovered.ended;
        loss = await compare(inside, toldInside);
        wrong.push(...recovered.faults, ...loss.wrong);
        for (const [seq, record] of toldInside) told.set(seq + 1e9, record);
      } finally {
        tried('umount', [small]);
      }
    }
    return {
      what: 'disk full (file-size limit, small tmpfs)',
      control,
      rounds,
      told: told.size,
      found: loss.records,
      wrong,
    };
  });
}

/** No sync carries more: a victim that tells so much beyond its faulty sync goes on regardless. */
const SYNC_TOLD_MAX = 1_000;
const FULL_TOLD_MAX = 20_000;

/** The status of a victim that met its fault; one that goes on is wrong, and ended. */
async function endOf(victim: Watched, wrong: string[], toldMax: number): Promise<number | null> {
  const went = await Promise.race([victim.ended, victim.untilTold(toldMax).then(() => null)]);
  if (went !== null) return went.status;
  if (victim.child.exitCode === null) wrong.push(`the disk failed, and ${toldMax} decisions were told`);
  victim.kill();
  return (await victim.ended).status;
}

async function expectFull(victim: Watched, wrong: string[]): Promise<void> {
  const status = await endOf(victim, wrong, FULL_TOLD_MAX);
  if (status !== FAULT_STATUS || !victim.faults.some((text) => text.includes('No room left')))
    wrong.push(`on a full disk the house ended with ${status}: ${victim.faults.join('; ')}`);
  wrong.push(...victim.faults.filter((text) => text.includes('told after the fault')));
}

function tried(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
