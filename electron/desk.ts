/** The desk's window over its life: made, placed, shown, brought back when its page dies or hangs. */
import { BrowserWindow, dialog, type Event, screen } from 'electron';
import { APP_ORIGIN } from './address.ts';
import { SYSTEM_WORD } from './channels.ts';
import type { Document } from './document.ts';
import type { Log } from './log.ts';
import { type Area, fitPlace, type Place } from './place.ts';
import { openRevival } from './revival.ts';
import type { Settings } from './settings.ts';
import { windowOptions } from './window-options.ts';
import { openWords, type Words } from './words.ts';

export type DeskOptions = {
  readonly settings: Document<Settings>;
  readonly preload: string;
  readonly isDevelopment: boolean;
  readonly role: string | null;
  readonly log: Log;
};

export type Desk = {
  readonly window: BrowserWindow;
  readonly words: Words;
  /** In front of the user, whatever it was. */
  show(): void;
};

/** A page that does not answer for this long after Chromium noticed is taken down. */
const HANG_GRACE_MS = 5_000;

export function openDesk(options: DeskOptions): Desk {
  const place = fitPlace(options.settings.get().place, workAreas());
  const window = new BrowserWindow(windowOptions({ place, ...options }));
  if (place.isMaximized) window.maximize();
  const words = openWords((word) => {
    if (!window.isDestroyed()) window.webContents.send(SYSTEM_WORD, word);
  });
  const desk: Desk = { window, words, show: () => show(window) };
  window.once('ready-to-show', () => window.show());
  window.on('close', () => keepPlace(window, options));
  window.webContents.on('did-start-loading', () => words.deafen());
  hearConsole(window, options.log);
  reviveWhenGone(desk, options);
  load(window, options);
  return desk;
}

function load(window: BrowserWindow, { role, log }: DeskOptions): void {
  const address = `${APP_ORIGIN}/${role === null ? '' : `?role=${role}`}`;
  window.loadURL(address).catch((cause: unknown) => log.error('the desk could not be loaded', cause));
}

function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function workAreas(): [Area, ...Area[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary.workArea, ...others.map((display) => display.workArea)];
}

function keepPlace(window: BrowserWindow, { settings, log }: DeskOptions): void {
  const place: Place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
  settings.set({ ...settings.get(), place }).catch((cause: unknown) => log.warn('place not kept', cause));
}

function reviveWhenGone(desk: Desk, options: DeskOptions): void {
  const { window, words } = desk;
  const { log } = options;
  const mayRevive = openRevival();
  let grace: NodeJS.Timeout | undefined;
  let isHung = false;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    const from = isHung ? 'hang' : 'crash';
    isHung = false;
    log.error(`the page is gone: ${details.reason} (exit ${details.exitCode})`);
    if (!mayRevive(performance.now())) return giveUp(desk, options);
    words.deafen();
    words.say({ type: 'recovered', from });
    load(window, options);
  });
  window.on('unresponsive', () => {
    log.warn(`the page does not answer; it is taken down in ${HANG_GRACE_MS} ms unless it does`);
    clearTimeout(grace);
    grace = setTimeout(() => {
      isHung = true;
      window.webContents.forcefullyCrashRenderer();
    }, HANG_GRACE_MS);
  });
  window.on('responsive', () => clearTimeout(grace));
  window.on('closed', () => clearTimeout(grace));
}

/** The bid ids that were pending are on the disk; the next start asks for them. */
function giveUp({ window }: Desk, options: DeskOptions): void {
  options.log.error('the page died too often; the user is asked');
  void dialog
    .showMessageBox(window, {
      type: 'error',
      title: 'Rostrum',
      message: 'The desk stopped several times within a minute.',
      detail:
        'Bids that were sent are kept and will be asked for. Load the desk again, or close it and look at its log.',
      buttons: ['Load again', 'Close'],
      defaultId: 0,
      cancelId: 1,
    })
    .then(({ response }) => {
      if (response === 0) load(window, options);
      else window.close();
    });
}

/** Positional until Electron 34, one object after; either way only what is wrong goes to the log. */
function hearConsole(window: BrowserWindow, log: Log): void {
  const hear = (event: Event & { level?: unknown; message?: unknown }, level?: unknown, message?: unknown): void => {
    const grade = typeof event.level === 'string' ? event.level : ['debug', 'info', 'warning', 'error'][Number(level)];
    const text = String(event.message ?? message).slice(0, 2000);
    if (grade === 'warning') log.warn(`page: ${text}`);
    if (grade === 'error') log.error(`page: ${text}`);
  };
  window.webContents.on('console-message', hear as () => void);
}
