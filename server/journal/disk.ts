/** The few operations on a file system that the log needs, so that a simulation can stand in. No policy, no format. */
import fs from 'node:fs';
import path from 'node:path';

export type DiskFile = {
  /** Writes at `position`; may write less than asked and says how much. */
  writeNow(bytes: Uint8Array, position: number): number;
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Returns when a power cut can no longer take what was written. */
  datasyncNow(): void;
  datasync(): Promise<void>;
  /** Ends the file at `length`; durable with the next sync. */
  truncate(length: number): Promise<void>;
  close(): void;
};

export type Disk = {
  makeDir(dir: string): void;
  /** Names in the folder, sorted; an absent folder is empty. */
  list(dir: string): readonly string[];
  size(file: string): number;
  /** At most `length` bytes from `position`. */
  read(file: string, position: number, length: number): Buffer;
  /** A new, empty file; fails when it exists. */
  create(file: string): DiskFile;
  /** An existing file, for writing. */
  open(file: string): DiskFile;
  rename(from: string, to: string): void;
  remove(file: string): void;
  /** Makes creations, renames and removals in the folder durable. */
  syncDirNow(dir: string): void;
  syncDir(dir: string): Promise<void>;
  /** Bytes that the disk of this folder still takes. */
  free(dir: string): number;
};

const FILE_MODE = 0o600;
const DIR_MODE = 0o700;

export const nodeDisk: Disk = {
  makeDir(dir) {
    if (fs.existsSync(dir)) return;
    fs.mkdirSync(dir, { recursive: true, mode: DIR_MODE });
    nodeDisk.syncDirNow(path.dirname(dir));
  },
  list: (dir) => (fs.existsSync(dir) ? fs.readdirSync(dir).sort() : []),
  size: (file) => fs.statSync(file).size,
  read(file, position, length) {
    const fd = fs.openSync(file, 'r');
    try {
      const bytes = Buffer.allocUnsafe(length);
      let got = 0;
      while (got < length) {
        const more = fs.readSync(fd, bytes, got, length - got, position + got);
        if (more === 0) break;
        got += more;
      }
      return bytes.subarray(0, got);
    } finally {
      fs.closeSync(fd);
    }
  },
  create: (file) => fileOf(fs.openSync(file, 'wx', FILE_MODE)),
  open: (file) => fileOf(fs.openSync(file, 'r+')),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (file) => fs.rmSync(file, { force: true }),
  syncDirNow(dir) {
    const fd = fs.openSync(dir, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  syncDir: async (dir) => {
    const handle = await fs.promises.open(dir, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  free(dir) {
    const { bavail, bsize } = fs.statfsSync(dir);
    return bavail * bsize;
  },
};

function fileOf(fd: number): DiskFile {
  return {
    writeNow: (bytes, position) => fs.writeSync(fd, bytes, 0, bytes.length, position),
    write: (bytes, position) =>
      new Promise((resolve, reject) => {
        fs.write(fd, bytes, 0, bytes.length, position, (error, written) => (error ? reject(error) : resolve(written)));
      }),
    datasyncNow: () => fs.fdatasyncSync(fd),
    datasync: () =>
      new Promise((resolve, reject) => {
        fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
      }),
    truncate: (length) =>
      new Promise((resolve, reject) => {
        fs.ftruncate(fd, length, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => fs.closeSync(fd),
  };
}

/** Writes all of `bytes`, however short each write is; a write of nothing is an error. */
export function writeAllNow(file: DiskFile, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const more = file.writeNow(bytes.subarray(done), position + done);
    if (more <= 0) throw new Error('the system wrote nothing and gave no reason');
    done += more;
  }
}

/** The same without holding the event loop. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const more = await file.write(bytes.subarray(done), position + done);
    if (more <= 0) throw new Error('the system wrote nothing and gave no reason');
    done += more;
  }
}

/** A whole small file, durable under its final name or not there at all: written aside, synced, renamed, folder synced. */
export function writeAside(disk: Disk, file: string, bytes: Uint8Array): void {
  const aside = `${file}.tmp`;
  disk.remove(aside);
  const out = disk.create(aside);
  try {
    writeAllNow(out, bytes, 0);
    out.datasyncNow();
  } finally {
    out.close();
  }
  disk.rename(aside, file);
  disk.syncDirNow(path.dirname(file));
}

/**
 * A system that syncs much in one makes every other sync of its disk wait (for 80 MiB 28 ms at worst, 11 ms at the hundredth of the
 * log's own; in parts of this size 13 and 2 to 4).
 */
export const PART_BYTES = 256 * 1024;

/** The same of several large pieces, without holding the event loop and with a sync a part: the log of a running sale syncs between them. */
export async function writeAsideLater(disk: Disk, file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const aside = `${file}.tmp`;
  disk.remove(aside);
  const out = disk.create(aside);
  try {
    let position = 0;
    for (const bytes of pieces)
      for (let from = 0; from < bytes.length; from += PART_BYTES) {
        const part = bytes.subarray(from, from + PART_BYTES);
        await writeAll(out, part, position);
        await out.datasync();
        position += part.length;
      }
  } finally {
    out.close();
  }
  disk.rename(aside, file);
  await disk.syncDir(path.dirname(file));
}
