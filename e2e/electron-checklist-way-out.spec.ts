/** Electron's security checklist, an item a test, on the packaged application: no way out of the window. */
import { expect, test } from '@playwright/test';
import { oneDesk } from './electron-desk.ts';
import { readLog } from './electron-shell.ts';

const desk = oneDesk();

const windowCount = () => desk.shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('12 a webview is not attached even where the element exists', async () => {
  const attached = await desk.shell.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } });
    const asked = new Promise<boolean>((resolve) => {
      window.webContents.on('will-attach-webview', (event) => setImmediate(() => resolve(event.defaultPrevented)));
    });
    await window.loadURL('app://rostrum/index.html');
    const script =
      "const v = document.createElement('webview'); v.src = 'https://example.com/'; document.body.append(v)";
    void window.webContents.executeJavaScript(script).catch(() => undefined);
    const prevented = await asked;
    const views = webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length;
    window.destroy();
    return { prevented, views };
  });
  expect(attached).toEqual({ prevented: true, views: 0 });
});

test('13 navigation: the page stays where it is', async () => {
  const before = desk.shell.page.url();
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://other/',
    'app://rostrum/v1/sales/evening/images/lot.svg',
    'data:text/html,x',
  ]) {
    await desk.shell.page.evaluate((url) => {
      location.href = url;
    }, target);
    await desk.shell.page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    expect(desk.shell.page.url()).toBe(before);
  }
  await expect.poll(() => readLog(desk.shell.profile)).toMatch(/navigation denied: https:\/\/example\.com/);
  expect(
    await desk.shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
  ).toBe(before);
});

test('14 no new windows', async () => {
  expect(await desk.shell.page.evaluate(() => window.open('https://example.com/'))).toBeNull();
  expect(await desk.shell.page.evaluate(() => window.open('app://rostrum/'))).toBeNull();
  expect(await windowCount()).toBe(1);
});

test('15 only https goes to the system', async () => {
  await desk.shell.app.evaluate(({ shell: system }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    system.openExternal = async (url: string) => void opened.push(url);
  });
  const open = (url: string) => desk.shell.page.evaluate((address) => window.rostrum.openExternal(address), url);
  for (const bad of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'calculator:',
    'http://example.com/',
    'mailto:a@b.c',
  ])
    expect(await open(bad)).toBe(false);
  expect(await open('https://example.com/terms')).toBe(true);
  expect(await desk.shell.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
    'https://example.com/terms',
  ]);
});
