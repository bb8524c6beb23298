/** The names on which page and main speak: one for each function of the bridge, nothing else. */
import type { DeskBridge } from '../protocol/bridge.ts';

/** Everything that the page can call; `onSystem` is the one thing that main says by itself. */
export type Call = Exclude<keyof DeskBridge, 'onSystem'>;

export const CALLS = [
  'platform',
  'publicKey',
  'sign',
  'login',
  'renew',
  'logout',
  'provider',
  'setup',
  'notify',
  'save',
  'copy',
  'openExternal',
  'pending',
  'keepPending',
  'diagnose',
  'openLogFile',
  'openDroppedLog',
  'reviewFile',
] as const satisfies readonly Call[];

/** The page's preload says that somebody listens to system words now. */
export const LISTEN = 'rostrum:listen';
export const SYSTEM_WORD = 'rostrum:system';

export function channelOf(call: Call): string {
  return `rostrum:${call}`;
}
