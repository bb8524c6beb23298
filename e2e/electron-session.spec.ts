/** A bidding session on the packaged application, at a real house: two desks and a browser, the policy kept, bids under way, a notification, a crash. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { readLog, type Shell, startShell, stopShell } from './electron-shell.ts';
import { openStage, pressBid, type Stage, signIn, sitDown } from './stage.ts';

const LAKE = 'Evening on the lake';
const HARBOUR = 'The inner harbour';
const BROKEN = /Content Security Policy/;

let stage: Stage;
const shells: Shell[] = [];
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterEach(async ({ browser }) => {
  stage?.killNats('SIGCONT');
  await Promise.all(shells.splice(0).map(stopShell));
  // The browser outlives a test; its desks do not.
  await Promise.all(browser.contexts().map((context) => context.close()));
});
test.afterAll(() => stage?.close());

async function openShell(...args: readonly string[]): Promise<Shell> {
  const shell = await startShell({ house: stage.address, args });
  shells.push(shell);
  return shell;
}

/** Everything that leaves this desk, by the page, its worker or main, as Electron's network sees it. */
async function hearNetwork({ app }: Shell): Promise<() => Promise<string[]>> {
  await app.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    for (const each of [session.defaultSession, session.fromPartition('house')])
      each.webRequest.onSendHeaders(({ url }) => void seen.push(url));
  });
  return () => app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
}

/** What broke the content policy from the first byte of the page on: the page's event, and the console of page and worker. */
async function hearViolations({ page, profile }: Shell): Promise<() => string[]> {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (/^csp-event /.test(message.text()) || BROKEN.test(message.text())) heard.push(message.text());
  });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`csp-event ${violatedDirective} ${blockedURI}`),
    ),
  );
  await page.reload();
  return () => [
    ...heard,
    ...readLog(profile)
      .split('\n')
      .filter((line) => BROKEN.test(line)),
  ];
}

const pendingOf = (page: Page) => page.evaluate(() => window.rostrum.pending());
const bidButton = (page: Page) => page.getByRole('button', { name: /^(Bid|Changed: bid) £/ });

test('two desks and a browser bid against each other; the policy holds, nothing leaves this machine', async ({
  browser,
}) => {
  const [anna, ben] = await Promise.all([openShell(), openShell()]);
  const watched = await Promise.all(
    [anna, ben].map(async (shell) => ({
      shell,
      network: await hearNetwork(shell),
      violations: await hearViolations(shell),
    })),
  );
  await signIn(anna.page, /Anna/);
  await signIn(ben.page, /Ben/);
  const watcher = await sitDown(browser, stage, /review/);
  for (const { page } of [anna, ben]) await page.getByText(LAKE).first().click();

  await pressBid(anna.page, '£380');
  await expect(ben.page.getByRole('button', { name: /bid £400/i })).toBeVisible();
  await pressBid(ben.page, '£400');
  await expect(anna.page.getByRole('button', { name: /bid £420/i })).toBeVisible();
  const lots = watcher.getByRole('table', { name: 'Lots at this moment' });
  await expect(lots.getByRole('row', { name: new RegExp(LAKE) })).toContainText('£400');

  for (const { shell, network, violations } of watched) {
    expect(violations()).toEqual([]);
    const urls = await network();
    expect(urls.filter((url) => url.startsWith('ws://127.0.0.1:')).length).toBeGreaterThan(0);
    expect(urls.filter((url) => url === `${stage.address}/v1/login`).length).toBeGreaterThan(0);
    expect(urls.filter((url) => !/^(app:\/\/rostrum|(http|ws):\/\/127\.0\.0\.1:\d+)\//.test(url))).toEqual([]);
    expect(readLog(shell.profile)).not.toMatch(/(request|fetch|permission|navigation) denied/);
    expect(await pendingOf(shell.page)).toEqual([]);
  }

  // The ears were open: one violation of the page and one of its worker are heard.
  await anna.page.evaluate(() => void fetch('https://192.0.2.1/page').catch(() => undefined));
  await anna.page.workers()[0]?.evaluate(() => void fetch('https://192.0.2.1/worker').catch(() => undefined));
  const heard = () => watched[0]?.violations().join('\n');
  await expect.poll(heard).toMatch(/csp-event connect-src https:\/\/192\.0\.2\.1\/page/);
  await expect.poll(heard).toMatch(/192\.0\.2\.1\/worker/);
});

test('the id of a bid under way is on the disk until the house has decided', async () => {
  const { page, profile } = await openShell();
  await signIn(page, /Anna/);
  await page.getByText(LAKE).first().click();
  await expect(bidButton(page)).toBeEnabled();
  stage.killNats('SIGSTOP');
  await bidButton(page).click();
  await expect.poll(() => pendingOf(page)).toHaveLength(1);
  const onDisk = () => readFileSync(join(profile, 'pending.json'), 'utf8');
  const [id = ''] = await pendingOf(page);
  expect(onDisk()).toContain(id);
  stage.killNats('SIGCONT');
  await expect(page.getByRole('button', { name: /You lead/ })).toBeVisible();
  await expect.poll(() => pendingOf(page)).toEqual([]);
  await expect.poll(onDisk).not.toContain(id);
});

test('a page that crashes with a bid under way comes back signed in, says so, and learns what became of the bid', async () => {
  const { app, page, profile } = await openShell();
  await signIn(page, /Ben/);
  await page.getByText(LAKE).first().click();
  await expect(bidButton(page)).toBeEnabled();
  stage.killNats('SIGSTOP');
  await bidButton(page).click();
  await expect.poll(() => pendingOf(page)).toHaveLength(1);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(() => readLog(profile)).toContain('the page is gone');
  stage.killNats('SIGCONT');
  // The page of before is dead to the driver: main asks the one that came.
  const ask = (script: string) =>
    app.evaluate(({ BrowserWindow }, text) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents === undefined || contents.isCrashed() || contents.isLoading()
        ? ''
        : contents.executeJavaScript(text);
    }, script);
  await expect
    .poll(() => ask('document.body.innerText'), { timeout: 20_000 })
    .toMatch(/The desk crashed and was loaded again/);
  await expect.poll(() => ask('document.body.innerText'), { timeout: 20_000 }).toContain('Live');
  await expect
    .poll(() => ask('document.body.innerText'), { timeout: 20_000 })
    .toMatch(/Taken(,( then)? beaten)?\s+Bid £\d/);
  await expect.poll(() => ask('window.rostrum.pending()'), { timeout: 20_000 }).toEqual([]);
});

test('a click on a notification opens its lot', async ({ browser }) => {
  const { app, page } = await openShell();
  // No notifications are to be had without a desktop: the one that would be shown is kept.
  await app.evaluate(({ Notification }) => {
    const kept: unknown[] = [];
    Object.assign(globalThis, { kept });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      kept.push(this);
    };
  });
  await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
  await signIn(page, /Anna/);
  const ben = await sitDown(browser, stage, /Ben/);
  for (const desk of [page, ben]) await desk.getByText(HARBOUR).first().click();
  await pressBid(page, '£320');
  await page.getByText(LAKE).first().click();
  const inFocus = page.getByRole('heading', { level: 3 });
  await expect(inFocus).toContainText(LAKE);
  await pressBid(ben, '£350');

  const shown = () =>
    app.evaluate(() =>
      (globalThis as unknown as { kept: readonly Electron.Notification[] }).kept.map(
        ({ title, body }) => `${title}: ${body}`,
      ),
    );
  await expect.poll(shown).toEqual([expect.stringMatching(/^You are outbid: lot 13, .*The inner harbour.*£350/)]);
  await app.evaluate(() => (globalThis as unknown as { kept: Electron.Notification[] }).kept[0]?.emit('click'));
  await expect(inFocus).toContainText(HARBOUR);
});
