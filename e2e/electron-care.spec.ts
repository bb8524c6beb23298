/** What the packaged application does for whoever keeps it: links, a window that can be reached, its menu, its log, and its own death. */
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { ownDesks } from './electron-desk.ts';
import { newProfile, readLog, type Shell } from './electron-shell.ts';

const desks = ownDesks();

/** Everything that the page is told by the system from its next load on. */
async function hearWords({ page }: Shell): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    window.rostrum.onSystem((word) => void heard.push(word));
  });
  return () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
}

test('a link of the system opens its lot; what is no link is nothing', async () => {
  const shell = await desks.start();
  const words = await hearWords(shell);
  await shell.app.evaluate(({ app }) => {
    const open = (url: string) => app.emit('open-url', { preventDefault: () => undefined }, url);
    for (const url of ['rostrum://evening', 'rostrum://evening/../7', 'https://evening/7', 'rostrum://evening/13'])
      open(url);
  });
  await expect.poll(words).toEqual([{ type: 'open-lot', sale: 'evening', lot: '13' }]);
});

test('sleep and waking are told to the page', async () => {
  const shell = await desks.start();
  const words = await hearWords(shell);
  await shell.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  await expect.poll(words).toEqual([{ type: 'suspend' }, { type: 'resume' }]);
  expect(readLog(shell.profile)).toMatch(/system: suspend[\s\S]*system: resume/);
});

test('a window whose display is gone comes back where it can be reached', async () => {
  const profile = newProfile();
  const place = { x: 40_000, y: -9_000, width: 900, height: 650, isMaximized: false };
  let shell = await desks.start({ profile });
  await shell.app.close();
  const file = join(profile, 'settings.json');
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  const settings = 'value' in kept ? { ...kept, value: { ...kept.value, place } } : { ...kept, place };
  writeFileSync(file, JSON.stringify(settings));
  shell = await desks.start({ profile });
  const { window, area } = await shell.app.evaluate(({ BrowserWindow, screen }) => ({
    window: BrowserWindow.getAllWindows()[0]?.getBounds(),
    area: screen.getPrimaryDisplay().workArea,
  }));
  expect(window?.x).toBeGreaterThanOrEqual(area.x);
  expect((window?.x ?? 0) + (window?.width ?? 0)).toBeLessThanOrEqual(area.x + area.width);
  expect(window?.y).toBeGreaterThanOrEqual(area.y);
});

async function pressMenu(app: ElectronApplication, label: RegExp): Promise<void> {
  await app.evaluate(({ Menu }, pattern) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const found = items.find((item) => new RegExp(pattern).test(item.label));
    if (found === undefined) throw new Error(`no item ${pattern} in the menu`);
    found.click();
  }, label.source);
}

test('the menu shows the diagnosis, which can be copied, and the log files', async () => {
  const shell = await desks.start();
  const { app, profile } = shell;
  await app.evaluate(({ dialog, shell: system }) => {
    const seen: { detail?: string; opened: string[] } = { opened: [] };
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = (async (_window: unknown, box: { detail: string }) => {
      seen.detail = box.detail;
      return { response: 1, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    system.openPath = async (path: string) => {
      seen.opened.push(path);
      return '';
    };
  });
  const seen = () =>
    app.evaluate(() => (globalThis as unknown as { seen: { detail?: string; opened: string[] } }).seen);
  await pressMenu(app, /Diagnose/);
  await expect.poll(async () => (await seen()).detail ?? '').toMatch(/^Rostrum self-diagnosis/);
  const { detail } = await seen();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(detail);
  await pressMenu(app, /log files/);
  await expect.poll(async () => (await seen()).opened).toEqual([join(profile, 'logs')]);
});

test('the log is the owner’s alone, is turned over when it is full, and holds no word of a sign-in', async () => {
  const profile = newProfile();
  mkdirSync(join(profile, 'logs'), { recursive: true });
  writeFileSync(join(profile, 'logs', 'desk.log'), 'x'.repeat(2 * 1024 * 1024 + 1));
  const shell = await desks.start({ profile });
  await shell.page.evaluate(() => window.rostrum.login({ user: 'ann', password: 'right' }));
  await shell.page.evaluate(() =>
    window.rostrum.login({ user: 'ann', password: 'my-secret-word' }).catch(() => undefined),
  );
  await expect.poll(() => existsSync(join(profile, 'logs', 'desk.1.log'))).toBe(true);
  const file = join(profile, 'logs', 'desk.log');
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('login failed');
  expect(statSync(file).size).toBeLessThan(1024 * 1024);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  const text = readLog(profile);
  expect(text).not.toContain('my-secret-word');
  expect(text).not.toContain('a.b.c');
});

test('a page that hangs and comes back by itself is left alone', async () => {
  const shell = await desks.start();
  const { app, page, profile } = shell;
  await page.evaluate(() => Object.assign(window, { mark: 'the same page' }));
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.emit('unresponsive');
    window?.emit('responsive');
  });
  // Longer than the grace: had it not been called off, the page would be gone.
  await app.evaluate(() => new Promise((done) => setTimeout(done, 5_500)));
  expect(await page.evaluate(() => (window as unknown as { mark?: string }).mark)).toBe('the same page');
  expect(readLog(profile)).not.toContain('the page is gone');
});

test('a page that dies again and again is not loaded for ever: the user is asked', async () => {
  const shell = await desks.start();
  const { app } = shell;
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (_window: unknown, box: { message: string }) => {
      asked.push(box.message);
      return { response: 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
  });
  const state = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const { asked } = globalThis as unknown as { asked: string[] };
      const isThere = contents !== undefined && !contents.isCrashed() && !contents.isLoading();
      return { asked: asked.length, isThere, pid: contents?.getOSProcessId() ?? 0 };
    });
  for (let deaths = 0; (await state()).asked === 0; deaths += 1) {
    expect(deaths).toBeLessThan(10);
    const { pid } = await state();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect
      .poll(async () => {
        const now = await state();
        return now.isThere && now.pid !== pid;
      })
      .toBe(true);
  }
  // "Load again" was chosen: the desk is there, and has been asked for once.
  expect(await state()).toMatchObject({ asked: 1, isThere: true });
});

test('a bug in main ends the application with a sentence, and the log has it; what was pending is there afterwards', async () => {
  const profile = newProfile();
  let shell = await desks.start({ profile });
  await shell.page.evaluate(() => window.rostrum.keepPending(['id-9']));
  const ended = once(shell.app.process(), 'exit');
  await shell.app.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('a bug for the test');
      }, 10),
  );
  expect((await ended)[0]).toBe(1);
  expect(readLog(profile)).toMatch(/main failed[\s\S]*a bug for the test/);
  shell = await desks.start({ profile });
  expect(await shell.page.evaluate(() => window.rostrum.pending())).toEqual(['id-9']);
});
