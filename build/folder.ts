/** The data folder: where it is, and whether a house can live in it. It knows nothing of what is kept there. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeOf, SetupFault } from './fault.ts';

/** Below this a sale of an evening may not fit, and the house would stop in the middle of it. */
export const FREE_BYTES_MIN = 64 * 1024 * 1024;

export function dataFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(env.ROSTRUM_DATA ?? join(homedir(), '.rostrum'));
}

/** Makes the folder and proves that a file can be written and synced in it. Throws a `SetupFault` otherwise. */
export function prepareFolder(folder: string, freeBytesMin: number = FREE_BYTES_MIN): void {
  const trial = join(folder, `.trial-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    const file = openSync(trial, 'w');
    try {
      writeSync(file, 'a house writes here\n');
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(trial, { force: true });
    }
  } catch (cause) {
    throw folderFault(folder, cause);
  }
  const disk = statfsSync(folder);
  const freeBytes = disk.bavail * disk.bsize;
  if (freeBytes < freeBytesMin)
    throw new SetupFault(
      'disk-full',
      `the disk of ${folder} has ${mebibytes(freeBytes)} MiB left and a sale needs ${mebibytes(freeBytesMin)}`,
      'make room, or set ROSTRUM_DATA to a folder on another disk',
    );
}

function folderFault(folder: string, cause: unknown): SetupFault {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SetupFault(
      'disk-full',
      `the disk of ${folder} is full`,
      'make room, or set ROSTRUM_DATA to a folder on another disk',
      {
        cause,
      },
    );
  const why = code === 'ENOTDIR' || code === 'EEXIST' ? 'is not a folder' : `cannot be written (${code})`;
  return new SetupFault('folder-unwritable', `${folder} ${why}`, 'set ROSTRUM_DATA to a folder that you may write', {
    cause,
  });
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
