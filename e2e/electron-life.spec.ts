/** The desk's life on the packaged application: one instance, links, place, crashes, what is kept, dialogs, the door, the diagnosis. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ownDesks } from './electron-desk.ts';
import {
  drivenBinary,
  newProfile,
  readLog,
  releaseBinary,
  type Shell,
  sandboxArgs,
  stopShell,
} from './electron-shell.ts';

const desks = ownDesks();

/** What main says to the page from now on, whoever listens there. */
async function recordWords({ app }: Shell): Promise<() => Promise<unknown[]>> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    const words: unknown[] = [];
    const send = contents.send.bind(contents);
    Object.assign(globalThis, { words });
    contents.send = (channel: string, ...args: unknown[]) => {
      words.push(args[0]);
      send(channel, ...args);
    };
  });
  return () => app.evaluate(() => (globalThis as unknown as { words: unknown[] }).words);
}

/** A script that is given to a page that is only coming is never answered. */
async function settled({ app, profile }: Shell, timeout = 10_000): Promise<void> {
  await expect.poll(() => readLog(profile), { timeout }).toContain('the page is gone');
  const state = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents !== undefined && !contents.isCrashed() && !contents.isLoading();
    });
  await expect.poll(state).toBe(true);
}

test('a second start opens its lot in the desk that runs, and ends', async () => {
  const shell = await desks.start();
  const words = await recordWords(shell);
  await shell.page.evaluate(() => void window.rostrum.onSystem(() => undefined));
  const second = spawn(releaseBinary(), [...sandboxArgs(), `--user-data-dir=${shell.profile}`, 'rostrum://evening/7'], {
    stdio: 'ignore',
  });
  const [status] = await once(second, 'exit');
  expect(status).toBe(0);
  await expect.poll(words).toContainEqual({ type: 'open-lot', sale: 'evening', lot: '7' });
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('an address that is no house’s is refused with a sentence', async () => {
  const child = spawn(releaseBinary(), [...sandboxArgs(), '--house=http://evil.example'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(1);
  expect(said).toContain('rostrum: house-invalid: http://evil.example is no house');
});

test('the window comes back where it stood, on a display that is there', async () => {
  const profile = newProfile();
  let shell = await desks.start({ profile });
  const wanted = { x: 40, y: 50, width: 900, height: 650 };
  await shell.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), wanted);
  // The window manager moves it in its own time.
  const { app } = shell;
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds()))
    .toEqual(wanted);
  await shell.app.close();
  shell = await desks.start({ profile });
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    wanted,
  );
});

test('pending bid ids survive a crash of the page, which is loaded again and told', async () => {
  const shell = await desks.start();
  const words = await recordWords(shell);
  await shell.page.evaluate(() => window.rostrum.keepPending(['id-1', 'id-2']));
  await shell.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await settled(shell);
  const pending = () =>
    shell.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'window.rostrum ? (window.rostrum.onSystem(() => {}), window.rostrum.pending()) : null',
      ),
    );
  await expect.poll(pending).toEqual(['id-1', 'id-2']);
  await expect.poll(words).toContainEqual({ type: 'recovered', from: 'crash' });
});

test('pending bid ids survive the death of the whole application', async () => {
  const profile = newProfile();
  let shell = await desks.start({ profile });
  await shell.page.evaluate(() => window.rostrum.keepPending(['id-3']));
  const dead = once(shell.app.process(), 'exit');
  shell.app.process().kill('SIGKILL');
  await dead;
  shell = await desks.start({ profile });
  expect(await shell.page.evaluate(() => window.rostrum.pending())).toEqual(['id-3']);
});

test('a page that hangs is taken down after its grace and loaded again', async () => {
  const shell = await desks.start();
  const words = await recordWords(shell);
  await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
  await settled(shell, 15_000);
  await expect
    .poll(() =>
      shell.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('void window.rostrum.onSystem(() => {})')
          .then(() => 'there'),
      ),
    )
    .toBe('there');
  await expect.poll(words).toContainEqual({ type: 'recovered', from: 'hang' });
});

test('saving goes where the system’s dialog says, and nowhere when it is cancelled', async () => {
  const shell = await desks.start();
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-save-'));
  const filePath = join(folder, 'receipt.json');
  await shell.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (async (_window: unknown, options: { defaultPath: string }) => {
      Object.assign(globalThis, { offered: options.defaultPath });
      return { canceled: false, filePath: path };
    }) as unknown as typeof dialog.showSaveDialog;
  }, filePath);
  expect(await shell.page.evaluate(() => window.rostrum.save('../../receipt.json', '{"a":1}'))).toBe(true);
  expect(readFileSync(filePath, 'utf8')).toBe('{"a":1}');
  expect(await shell.app.evaluate(() => (globalThis as unknown as { offered: string }).offered)).toMatch(
    /[/\\]receipt\.json$/,
  );
  await shell.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = (async () => ({ canceled: true, filePath: '' })) as unknown as typeof dialog.showSaveDialog;
  });
  expect(await shell.page.evaluate(() => window.rostrum.save('x.json', ''))).toBe(false);
  rmSync(folder, { recursive: true });
});

test('the door: a login by main, a refusal in the house’s words, nobody there', async () => {
  let shell = await desks.start();
  const login = (password: string) =>
    shell.page.evaluate(
      (word) =>
        window.rostrum.login({ user: 'ann', password: word }).then(
          (reply) => reply.user.name,
          (cause: Error) => cause.message,
        ),
      password,
    );
  expect(await login('right')).toBe('Ann');
  expect(await login('wrong')).toBe('unauthorised: Unknown user or wrong password.');
  expect(desks.house.asked).toContain('POST /v1/login');
  expect(readLog(shell.profile)).not.toContain('wrong"');
  await stopShell(shell);
  shell = await desks.start({ house: 'http://127.0.0.1:1' });
  expect(await login('right')).toMatch(/^door-unreachable: The house at http:\/\/127\.0\.0\.1:1 does not answer/);
});

test('the key signs in main, its public half is all that the page sees, and whether it is sealed is said', async () => {
  const shell = await desks.start();
  const { key, signature, platform } = await shell.page.evaluate(async () => ({
    key: await window.rostrum.publicKey(),
    signature: await window.rostrum.sign('nonce'),
    platform: await window.rostrum.platform(),
  }));
  expect(key).toMatch(/^U[A-Z2-7]{55}$/);
  expect(Buffer.from(signature, 'base64')).toHaveLength(64);
  expect(platform).toMatchObject({ kind: 'electron', house: desks.house.origin });
  const hasStore = await shell.app.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable());
  if (!hasStore) expect(platform.keyIsSealed).toBe(false);
});

test('the diagnosis names what it runs on and the first thing that fails', async () => {
  const shell = await desks.start();
  await shell.page.evaluate(() => window.rostrum.login({ user: 'ann', password: 'right' }));
  const report = await shell.page.evaluate(() => window.rostrum.diagnose());
  expect(report).toMatch(/^Rostrum self-diagnosis/);
  expect(report).toMatch(/Electron \d+\.\d+\.\d+/);
  expect(report).toMatch(/ok +login +the door answers/);
  expect(report).toMatch(/FAILED websocket +ws:\/\/127\.0\.0\.1:\d+: /);
  expect(report).toContain('The first thing that fails: websocket.');
});

test('the menu has the standard roles, and no developer tools in a package', async () => {
  const shell = await desks.start();
  const roles = await shell.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.items.flatMap((item) => [item.role, ...(item.submenu?.items.map((sub) => sub.role) ?? [])])
      .filter((role) => role !== undefined),
  );
  for (const role of ['quit', 'copy', 'paste', 'zoomin', 'zoomout', 'togglefullscreen', 'minimize'])
    expect(roles?.map((known) => known?.toLowerCase())).toContain(role);
  expect(roles).not.toContain('toggledevtools');
  expect(drivenBinary()).not.toBe(releaseBinary());
});
