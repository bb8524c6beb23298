/** The fuses of the packaged application: the table for each Electron major, and reading back what a binary really has. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** In electron-builder's names. */
export type FuseTable = {
  readonly runAsNode: boolean;
  readonly enableCookieEncryption: boolean;
  readonly enableNodeOptionsEnvironmentVariable: boolean;
  readonly enableNodeCliInspectArguments: boolean;
  readonly enableEmbeddedAsarIntegrityValidation: boolean;
  readonly onlyLoadAppFromAsar: boolean;
  readonly loadBrowserProcessSpecificV8Snapshot: boolean;
  /** From Electron 29 on. */
  readonly grantFileProtocolExtraPrivileges?: boolean;
};

/** What a release has. Validation of the archive exists on macOS and Windows only. */
export function fuseTable(electronVersion: string, platform: NodeJS.Platform): FuseTable {
  const major = Number.parseInt(electronVersion, 10);
  return {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: platform === 'darwin' || platform === 'win32',
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    ...(major >= 29 ? { grantFileProtocolExtraPrivileges: false } : {}),
  };
}

const POSITIONS: Readonly<Record<keyof FuseTable, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);

/** The fuses as they stand in the binary, by name; a fuse that this Electron lacks is absent. */
export async function readFuses(binary: string): Promise<Partial<Record<keyof FuseTable, boolean>>> {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(binary)) };
  const found: Partial<Record<keyof FuseTable, boolean>> = {};
  for (const name of fuseNames()) {
    const state = wire[String(POSITIONS[name])];
    if (state === ON || state === OFF) found[name] = state === ON;
  }
  return found;
}

/** Names of fuses that differ from the table. */
export function fuseMismatch(table: FuseTable, found: Partial<Record<keyof FuseTable, boolean>>): readonly string[] {
  return fuseNames().filter((name) => table[name] !== undefined && table[name] !== found[name]);
}

function fuseNames(): readonly (keyof FuseTable)[] {
  return Object.keys(POSITIONS) as (keyof FuseTable)[];
}
