/** The steps of `npm test`, each a program of its own whose words pass through to the terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Counts, countsOfPlaywright, countsOfVitest, notRun } from './tally.ts';

const CHROMIUM = '/usr/bin/chromium';

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** A tool that passes or fails as one check. */
export async function runTool(root: string, name: string, args: readonly string[]): Promise<Counts> {
  const status = await run(root, process.execPath, args);
  if (status !== 0) console.error(`${name} failed with status ${status}`);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, loud: [] };
}

export async function runVitest(root: string): Promise<Counts> {
  const report = reportFile(root, 'unit.json');
  const unhandled = reportFile(root, 'unhandled.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
  const status = await run(root, process.execPath, args, { ROSTRUM_TEST_REPORTS: dirname(report) });
  return countsOfVitest(root, read(report), read(unhandled), status);
}

/** One Playwright project, under a display of its own where there is none, as Electron needs one. */
export async function runPlaywright(root: string, config: string): Promise<Counts> {
  const report = reportFile(root, `${basename(config, '.config.ts')}.json`);
  if (!existsSync(join(root, config)))
    return { passed: 0, failed: 0, skipped: 1, loud: [notRun(`there is no ${config}, so those desks were not run`)] };
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--config', config, '--reporter=line,json'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const hasXvfb = spawnSync('which', ['xvfb-run']).status === 0;
  const status = hasXvfb
    ? await run(root, 'xvfb-run', ['-a', '-s', '-screen 0 1920x1080x24', process.execPath, ...args], env)
    : await run(root, process.execPath, args, env);
  return countsOfPlaywright(read(report), status);
}

function reportFile(root: string, name: string): string {
  const folder = join(root, 'out', 'reports');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  // A report of yesterday must not stand for one that was not written.
  rmSync(file, { force: true });
  return file;
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function run(
  root: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
