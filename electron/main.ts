/** The main process: one instance, its parts put together, started and stopped. Decides nothing by itself. */
import { release } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, dialog, powerMonitor, session, shell } from 'electron';
import { parseLink } from './deeplink.ts';
import { type Desk, openDesk } from './desk.ts';
import { openDeviceKey } from './device-key.ts';
import { diagnose } from './diagnosis.ts';
import { type Fetch, openDoor } from './door.ts';
import { deskFolderOf, reviewModuleOf } from './folders.ts';
import { handlersOf } from './handlers.ts';
import { type House, parseHouse } from './house.ts';
import { serveBridge } from './ipc.ts';
import { lockContents, lockDeskSession, lockHouseSession } from './lock.ts';
import { type Log, openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { openReviewer } from './reviewer.ts';
import { runtimeWarning, sandboxWord } from './runtime.ts';
import { declareScheme, serveScheme } from './scheme.ts';
import { openPending, openSettings } from './settings.ts';
import { parseStartup, type Startup } from './startup.ts';
import { storeName, systemVault } from './vault.ts';

const startup = parseStartup(process.argv);
const isDevelopment = !app.isPackaged;
if (startup.profileFolder !== null) app.setPath('userData', startup.profileFolder);
declareScheme();
// Children of a root process cannot be sandboxed by the system; the window's own `sandbox: true` still keeps Node out of the page.
if (!startup.hasNoSandbox) app.enableSandbox();

if (startup.houseInvalid !== null)
  refuse(
    `house-invalid: ${startup.houseInvalid} is no house's address. Give https with a name or an IPv4 address, or http on 127.0.0.1.`,
  );
else if (!app.requestSingleInstanceLock()) app.exit(0);
else start(openLog({ folder: join(app.getPath('userData'), 'logs') }));

function start(log: Log): void {
  const sandbox = sandboxWord(startup.hasNoSandbox, process.platform, process.getuid?.() ?? null);
  if (sandbox.isRefused) {
    refuse(sandbox.word);
    return;
  }
  const warning = runtimeWarning(process.versions.electron ?? '0');
  log.info(`Rostrum ${app.getVersion()}, Electron ${process.versions.electron}, Chrome ${process.versions.chrome}`);
  log.info(sandbox.word);
  if (warning !== null) log.warn(warning);
  surviveErrors(log);
  lockContents(log);
  app
    .whenReady()
    .then(() => run(log, warning))
    .catch((cause: unknown) => {
      log.error('the desk could not start', cause);
      refuse(`start-failed: ${String(cause)}`);
    });
}

function run(log: Log, warning: string | null): void {
  const data = app.getPath('userData');
  const warn = (sentence: string) => log.warn(sentence);
  const settings = openSettings(join(data, 'settings.json'), warn);
  const pending = openPending(join(data, 'pending.json'), warn);
  const house = settleHouse(startup, settings);
  log.info(`house ${house.origin}; key store: ${storeName()}`);
  const key = openDeviceKey(join(data, 'device.key'), systemVault(), warn);
  const reviewer = openReviewer(reviewModuleOf(__dirname), log);

  const houseSession = session.fromPartition('house');
  lockHouseSession(houseSession, { house: () => house, log });
  const fetch: Fetch = (url, init) => houseSession.fetch(url, init);
  lockDeskSession(session.defaultSession, { house: () => house, isDevelopment, log });
  serveScheme(session.defaultSession, { deskFolder: deskFolderOf(__dirname), house: () => house, fetch, log });

  const diagnoseNow = () =>
    diagnose({ house, fetch, servers: settings.get().servers, about: aboutThis(warning, key.isSealed) });
  let desk: Desk | null = null;
  const theDesk = () => {
    if (desk === null) throw new Error('there is no window');
    return desk;
  };
  serveBridge({
    handlers: handlersOf({
      house: () => house,
      key,
      door: openDoor(house, key, fetch),
      settings,
      pending,
      reviewer,
      desk: theDesk,
      diagnose: diagnoseNow,
      log,
    }),
    deskId: () => (desk === null || desk.window.isDestroyed() ? null : desk.window.webContents.id),
    onListen: () => desk?.words.listen(),
    log,
  });
  desk = openDesk({ settings, preload: join(__dirname, 'preload.cjs'), isDevelopment, role: startup.role, log });
  hearSystem(desk, log);
  if (startup.link !== null) desk.words.say(startup.link);
  setMenu(
    {
      diagnose: () => void showDiagnosis(theDesk(), diagnoseNow),
      showLogs: () => void shell.openPath(join(data, 'logs')),
    },
    isDevelopment,
  );
  closeInOrder(async () => {
    reviewer.close();
    await Promise.all([settings.settled(), pending.settled()]);
  });
}

/** The house of the command line is remembered, so that a deep link opens the same one. */
function settleHouse({ house }: Startup, settings: ReturnType<typeof openSettings>): House {
  const kept = parseHouse(settings.get().house);
  if (house === null && kept !== null) return kept;
  if (house === null) throw new Error('the settings name no house');
  if (house.origin !== kept?.origin) void settings.set({ ...settings.get(), house: house.origin, servers: [] });
  return house;
}

function hearSystem(desk: Desk, log: Log): void {
  const open = (text: readonly string[]) => {
    desk.show();
    const link = text.map(parseLink).find((action) => action !== null);
    if (link) desk.words.say(link);
  };
  app.on('second-instance', (_event, argv) => open(argv));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open([url]);
  });
  for (const type of ['suspend', 'resume'] as const) {
    const hear = () => {
      log.info(`system: ${type}`);
      desk.words.say({ type });
    };
    if (type === 'suspend') powerMonitor.on('suspend', hear);
    else powerMonitor.on('resume', hear);
  }
}

async function showDiagnosis(desk: Desk, diagnoseNow: () => Promise<string>): Promise<void> {
  const report = await diagnoseNow();
  const { response } = await dialog.showMessageBox(desk.window, {
    title: 'Rostrum self-diagnosis',
    message: report.split('\n')[0] ?? '',
    detail: report,
    buttons: ['Close', 'Copy'],
    cancelId: 0,
  });
  if (response === 1) await clipboard.writeText(report);
}

function aboutThis(warning: string | null, keyIsSealed: boolean): Parameters<typeof diagnose>[0]['about'] {
  const { electron = '?', chrome = '?', node } = process.versions;
  const system = `${process.platform} ${release()} ${process.arch}`;
  return { rostrum: app.getVersion(), electron, chrome, node, system, warning, keyIsSealed };
}

/** What is being written is written before the process ends. */
function closeInOrder(settle: () => Promise<void>): void {
  let isSettled = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isSettled) return;
    event.preventDefault();
    settle().finally(() => {
      isSettled = true;
      // Not at once: within this event Electron takes itself to be quitting still, and would forget a second wish to quit.
      setImmediate(() => app.quit());
    });
  });
}

/** A bug in main ends the process: what is pending is on the disk, and a half-dead desk is worse than none. */
function surviveErrors(log: Log): void {
  process.on('uncaughtException', (cause) => {
    log.error('main failed', cause);
    refuse(`internal: ${cause.message}`);
  });
  process.on('unhandledRejection', (cause) => log.error('a promise was rejected and nobody listened', cause));
  app.on('child-process-gone', (_event, details) => log.warn(`child process gone: ${details.type} ${details.reason}`));
}

function refuse(sentence: string): void {
  process.stderr.write(`rostrum: ${sentence}\n`);
  app.exit(1);
}
