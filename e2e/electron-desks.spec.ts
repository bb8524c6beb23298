/** The reviewer's and the clerk's work on the packaged application, at a real house: logs from files, and a sale from a list to a seat in it. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { expectNoFinding } from './axe.ts';
import { type Shell, startShell, stopShell } from './electron-shell.ts';
import { openStage, pressBid, type Stage, signIn, sitDown, turnTo } from './stage.ts';

const root = join(import.meta.dirname, '..');
/** A lot of the demonstration that no desk would show by itself. */
const LINKED = { lot: 'f1', title: 'ladder-back chairs' };

let stage: Stage;
let folder: string;
let shell: Shell | undefined;

test.beforeAll(async () => {
  stage = await openStage();
  folder = mkdtempSync(join(tmpdir(), 'rostrum-logs-'));
});
test.afterEach(async ({ browser }) => {
  await stopShell(shell);
  shell = undefined;
  await Promise.all(browser.contexts().map((context) => context.close()));
});
test.afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage?.close();
});

type Asked = { readonly properties: readonly string[] };

/** The system's dialog answers with this path; what it was asked for is given back. */
async function answerDialog(app: ElectronApplication, path: string): Promise<() => Promise<Asked>> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = (async (_window: unknown, asked: Asked) => {
      Object.assign(globalThis, { asked });
      return { canceled: false, filePaths: [chosen] };
    }) as unknown as typeof dialog.showOpenDialog;
  }, path);
  return () => app.evaluate(() => (globalThis as unknown as { asked: Asked }).asked);
}

async function openedLog(page: Page, name: string): Promise<void> {
  await expect(page.getByText(`file ${name}`)).toBeVisible();
  const log = page.getByRole('table', { name: 'Records of the log' });
  await expect(log.getByRole('row', { name: /Sale set up/ })).toBeVisible();
  await expect(log.getByRole('row', { name: /Bidder registered/ })).not.toHaveCount(0);
}

async function verified(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await expect(page.getByText(/^Right: \d+ records, chain and rules/)).toBeVisible();
}

/** As a hand does it: the system gives paths to the window, which gives files to the page. */
async function drop(shell: Shell, path: string): Promise<void> {
  const at = await shell.page.getByRole('table', { name: 'Records of the log' }).boundingBox();
  const [x, y] = [(at?.x ?? 0) + 50, (at?.y ?? 0) + 50];
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const session = await shell.app.context().newCDPSession(shell.page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await session.detach();
}

test('a log is opened from its folder, from an exported file and by a drop, and proved; what is none leaves it open', async ({
  browser,
}) => {
  const anna = await sitDown(browser, stage, /Anna/);
  await anna.getByText('Evening on the lake').first().click();
  await pressBid(anna, '£380');
  cpSync(join(stage.folder, 'sales'), join(folder, 'tuesday', 'sales'), { recursive: true });
  const exported = join(folder, 'evening.jsonl');
  const args = ['server/cli/rostrum.ts', 'log', 'export', '--format', 'jsonl', '--data', stage.folder];
  writeFileSync(exported, execFileSync(process.execPath, args, { cwd: root }));
  const other = join(folder, 'letter.txt');
  writeFileSync(other, 'Dear house,\n');

  shell = await startShell({ house: stage.address });
  const { app, page } = shell;
  await signIn(page, /review/);
  const openFolder = await answerDialog(app, join(folder, 'tuesday'));
  await page.getByRole('button', { name: 'Open a folder…' }).click();
  await openedLog(page, 'tuesday');
  expect((await openFolder()).properties).toEqual(['openDirectory']);
  await verified(page);

  const openFile = await answerDialog(app, exported);
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await openedLog(page, 'evening.jsonl');
  expect((await openFile()).properties).toEqual(['openFile']);
  await verified(page);
  await expect(page.getByText(/about lots that are not closed, and cannot be judged yet/)).toBeVisible();

  await answerDialog(app, folder);
  await page.getByRole('button', { name: 'Open a folder…' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'There is no log in' })).toBeVisible();
  await expect(page.getByText('file evening.jsonl')).toBeVisible();

  await drop(shell, join(folder, 'tuesday'));
  await openedLog(page, 'tuesday');
  await drop(shell, other);
  await expect(page.getByRole('alert').filter({ hasText: 'is no exported log' })).toBeVisible();
  await drop(shell, exported);
  await openedLog(page, 'evening.jsonl');

  // A path is never the page's to say: what it makes itself has none.
  const refused = await page.evaluate(async (path) => {
    const made: unknown[] = [path, { path }, new File(['x'], path)];
    return Promise.all(made.map((each) => window.rostrum.openDroppedLog(each).catch((cause: Error) => cause.message)));
  }, exported);
  for (const each of refused) expect(each).toMatch(/^bad-argument/);
});

test('a log that was changed is named where it was changed, on a screen that everybody can read; a reviewer that died is told and begun again', async () => {
  const file = join(folder, 'forged.jsonl');
  const args = ['server/cli/rostrum.ts', 'log', 'export', '--format', 'jsonl', '--data', stage.folder];
  const text = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  writeFileSync(file, text.replace('"paddle":"102"', '"paddle":"666"'));
  shell = await startShell({ house: stage.address });
  const { app, page } = shell;
  await signIn(page, /review/);
  await answerDialog(app, file);
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await openedLog(page, 'forged.jsonl');
  await page
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await expect(page.getByText(/^Wrong at record \d+/)).toBeVisible();
  await expect(page.getByRole('row', { name: /Wrong/ })).toBeVisible();
  await expect(page.getByText('Key in the file')).toBeVisible();
  await expectNoFinding(page, 'review, wrong');

  await app.evaluate(({ app: own }) => {
    const reviewer = own.getAppMetrics().find(({ serviceName, name }) => /review/i.test(`${serviceName} ${name}`));
    if (reviewer === undefined) throw new Error('no reviewer is running');
    process.kill(reviewer.pid);
  });
  await page
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await expect(page.getByRole('alert').filter({ hasText: 'Open the log again' })).toBeVisible();
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await openedLog(page, 'forged.jsonl');
});

test('a desk that a link started shows its lot as soon as somebody has signed in', async () => {
  const { sales } = (await (await fetch(`${stage.address}/v1/sales`)).json()) as { sales: { id: string }[] };
  shell = await startShell({ house: stage.address, args: [`rostrum://${sales[0]?.id}/${LINKED.lot}`] });
  await signIn(shell.page, /Anna/);
  await expect(shell.page.getByRole('heading', { level: 3 })).toContainText(LINKED.title);
});

test('a list is made a sale that the desk sits in', async () => {
  shell = await startShell({ house: stage.address });
  const { page } = shell;
  await signIn(page, /Clara/);
  await turnTo(page, 'Set up');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  const list =
    'lot,title,opening,reserve,low,high\nw1,A wheel barometer,400,500,600,800\nw2,A stick barometer,300,,400,500\n';
  await (await chooser).setFiles({ name: 'Weather.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await expect(page.getByText('2 lots, all right')).toBeVisible();
  await page.getByLabel('Id of the sale').fill('weather-1');
  await page.getByRole('button', { name: 'Publish to the house' }).click();
  await expect(page.getByText('Published: weather-1, 2 lots')).toBeVisible();
  await page.getByRole('button', { name: 'Sit in this sale' }).click();
  await turnTo(page, 'Rostrum');
  await expect(page.getByText('A wheel barometer').first()).toBeVisible();
  const { sales } = (await (await fetch(`${stage.address}/v1/sales`)).json()) as { sales: { id: string }[] };
  expect(sales.map(({ id }) => id)).toContain('weather-1');
});
