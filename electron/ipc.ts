/** Wires the bridge's calls to main: the sender is checked, then the arguments, then the handler runs; errors cross as text with a code. */
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import * as v from 'valibot';
import type { DeskBridge, OpenedLog } from '../protocol/bridge.ts';
import { argumentsOf } from './arguments.ts';
import { CALLS, type Call, channelOf, LISTEN } from './channels.ts';
import { type Crossing, crossingOf, Fault } from './fault.ts';
import type { Log } from './log.ts';
import { isOurs, type Sender } from './sender.ts';

/** The page gives a file that was dropped, the preload its path. */
export type Handlers = Omit<Pick<DeskBridge, Call>, 'openDroppedLog'> & {
  openDroppedLog(path: string): Promise<OpenedLog>;
};

export type IpcOptions = {
  readonly handlers: Handlers;
  /** The `webContents` id of the desk's window, null while there is none. */
  readonly deskId: () => number | null;
  readonly onListen: () => void;
  readonly log: Log;
};

export function serveBridge(options: IpcOptions): void {
  for (const call of CALLS) {
    ipcMain.handle(channelOf(call), (event, ...args: unknown[]) =>
      // The frame is read at once: it may be gone after the first await.
      answer(call, senderOf(event), args, options),
    );
  }
  ipcMain.handle(LISTEN, (event) => {
    if (isOurs(senderOf(event), options.deskId())) options.onListen();
  });
}

async function answer(call: Call, sender: Sender, args: readonly unknown[], options: IpcOptions): Promise<Crossing> {
  try {
    if (!isOurs(sender, options.deskId()))
      throw new Fault('foreign-sender', `Only the desk's own page may call ${call}.`);
    const checked = v.safeParse(argumentsOf[call], args);
    if (!checked.success) throw new Fault('bad-argument', `${call}: ${v.summarize(checked.issues)}`);
    return { ok: true, value: await run(options.handlers[call], checked.output) };
  } catch (cause) {
    options.log.warn(`${call} failed`, cause);
    return { ok: false, error: crossingOf(cause) };
  }
}

/** The table and the schemas have the same keys; that they also agree on the arguments is what `bridge.test.ts` checks by type. */
function run(handler: Handlers[Call], args: readonly unknown[]): Promise<unknown> {
  return (handler as (...args: readonly unknown[]) => Promise<unknown>)(...args);
}

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return {
    webContentsId: event.sender.id,
    frame: frame === null ? null : { url: frame.url, parent: frame.parent },
  };
}
