/**
 * A disk that can lose power between any two operations (FAULTS.md). What was not synced is then lost, kept, or kept in part,
 * sector by sector, in any order; a rename or a creation that the folder's sync had not made durable may be undone.
 */
import type { Disk, DiskFile } from '../journal/disk.ts';
import type { Random } from './random.ts';

const SECTOR_BYTES = 512;
/** What a torn sector is torn at. */
const WORD_BYTES = 8;

type Inode = { durable: Buffer; written: Buffer; dirty: Set<number> };

/** The power is gone: everything that runs on this disk is over. */
export class PowerCut extends Error {}

export type SimDisk = Disk & {
  /** After this many more operations the power goes. */
  cutAfter(operations: number): void;
  readonly isCut: boolean;
  /** What the next start finds. */
  restart(): SimDisk;
};

export type SimFaults = {
  /** The control: syncs that do nothing. */
  readonly syncIsLost?: boolean;
  /** Writes may be short. */
  readonly shortWrites?: boolean;
};

export function createSimDisk(random: Random, faults: SimFaults, names = new Map<string, Inode>()): SimDisk {
  let now = new Map(names);
  const durable = new Map(names);
  let left = Number.POSITIVE_INFINITY;
  let isCut = false;

  function step(): void {
    if (isCut) throw new PowerCut('the power is gone');
    left -= 1;
    if (left > 0) return;
    isCut = true;
    throw new PowerCut('the power went');
  }
  function inode(file: string): Inode {
    const found = now.get(file);
    if (found === undefined) throw Object.assign(new Error(`no such file: ${file}`), { code: 'ENOENT' });
    return found;
  }
  const parentOf = (file: string) => file.slice(0, file.lastIndexOf('/'));

  function fileOf(node: Inode): DiskFile {
    function writeNow(bytes: Uint8Array, position: number): number {
      const count = faults.shortWrites && random.once(10) ? random.int(1, bytes.length) : bytes.length;
      const end = position + count;
      if (end > node.written.length)
        node.written = Buffer.concat([node.written, Buffer.alloc(end - node.written.length)]);
      node.written.set(bytes.subarray(0, count), position);
      for (let sector = Math.floor(position / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1)
        node.dirty.add(sector);
      step();
      return count;
    }
    function datasyncNow(): void {
      step();
      if (faults.syncIsLost) return;
      node.durable = Buffer.from(node.written);
      node.dirty.clear();
      step();
    }
    return {
      writeNow,
      write: async (bytes, position) => writeNow(bytes, position),
      datasyncNow,
      datasync: async () => datasyncNow(),
      async truncate(length) {
        node.written = Buffer.from(node.written.subarray(0, length));
        step();
      },
      close: () => {},
    };
  }

  function syncDirNow(dir: string): void {
    step();
    if (faults.syncIsLost) return;
    for (const file of new Set([...now.keys(), ...durable.keys()])) {
      if (parentOf(file) !== dir) continue;
      const node = now.get(file);
      if (node === undefined) durable.delete(file);
      else durable.set(file, node);
    }
    step();
  }

  /** Each sector that was not synced: as it was, as it was written, or half of it. */
  function settle(node: Inode): Inode {
    if (node.dirty.size === 0) return { durable: node.durable, written: Buffer.from(node.durable), dirty: new Set() };
    const length = random.pick([
      node.durable.length,
      node.written.length,
      random.int(
        Math.min(node.durable.length, node.written.length),
        Math.max(node.durable.length, node.written.length),
      ),
    ]);
    const bytes = Buffer.alloc(length);
    node.durable.copy(bytes, 0, 0, Math.min(length, node.durable.length));
    for (const sector of node.dirty) {
      const from = sector * SECTOR_BYTES;
      const whole = Math.min(from + SECTOR_BYTES, length);
      const to = random.pick([from, whole, from + random.int(0, SECTOR_BYTES / WORD_BYTES) * WORD_BYTES]);
      if (to > from && from < length) node.written.copy(bytes, from, from, Math.min(to, whole));
    }
    return { durable: bytes, written: Buffer.from(bytes), dirty: new Set() };
  }

  return {
    makeDir() {},
    list: (dir) =>
      [...now.keys()]
        .filter((file) => parentOf(file) === dir)
        .map((file) => file.slice(dir.length + 1))
        .sort(),
    size: (file) => inode(file).written.length,
    read: (file, position, length) => Buffer.from(inode(file).written.subarray(position, position + length)),
    create(file) {
      if (now.has(file)) throw Object.assign(new Error(`exists: ${file}`), { code: 'EEXIST' });
      const node: Inode = { durable: Buffer.alloc(0), written: Buffer.alloc(0), dirty: new Set() };
      now.set(file, node);
      step();
      return fileOf(node);
    },
    open: (file) => fileOf(inode(file)),
    rename(from, to) {
      now.set(to, inode(from));
      now.delete(from);
      step();
    },
    remove(file) {
      now.delete(file);
      step();
    },
    syncDirNow,
    syncDir: async (dir) => syncDirNow(dir),
    free: () => Number.POSITIVE_INFINITY,
    cutAfter(operations) {
      left = operations;
    },
    get isCut() {
      return isCut;
    },
    restart() {
      // A folder's entries that were not synced are there or not, each by itself.
      const found = new Map<string, Inode>();
      for (const file of new Set([...now.keys(), ...durable.keys()])) {
        const kept = random.once(2) ? now.get(file) : durable.get(file);
        if (kept !== undefined) found.set(file, kept);
      }
      const settled = new Map([...new Set(found.values())].map((node) => [node, settle(node)] as const));
      now = new Map();
      return createSimDisk(
        random,
        faults,
        new Map([...found].map(([file, node]) => [file, settled.get(node) ?? node])),
      );
    },
  };
}
