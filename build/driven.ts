/** A copy of the packaged application that Playwright can drive: one fuse is different, the rest is the release byte for byte. */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { Packaged } from './package.ts';

/** Playwright speaks to main by Node's inspector, which a release does not have. */
export async function drivenCopy(packaged: Packaged, folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  linkFolder(packaged.folder, folder);
  const binary = join(folder, basename(packaged.binary));
  rmSync(binary);
  copyFileSync(packaged.binary, binary);
  await flipFuses(binary, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  return binary;
}

/** Hard links where the file system has them. */
export function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (!existsSync(target)) linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
