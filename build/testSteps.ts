/** The steps of `npm test`, each a program of its own whose words pass through to the terminal, less what is noise. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isNoise } from './noise.ts';
import { type Counts, countsOfPlaywright, countsOfTool, countsOfVitest, type Ended, notRun } from './tally.ts';

const CHROMIUM = '/usr/bin/chromium';

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** What a closing list may want of a step that failed without saying why in a report. */
const SAID_LINES_MAX = 12;
/** For words that are still on their way when the program has ended; what it left running may hold its output for ever. */
const DRAIN_MS_MAX = 2_000;

/** A tool that passes or fails as one check; the first that it says of a fault is the one to mend. */
export async function runTool(root: string, args: readonly string[]): Promise<Counts> {
  const { status, first } = await run(root, process.execPath, args);
  return countsOfTool({ status, said: first.join('\n') });
}

export async function runVitest(root: string): Promise<Counts> {
  const report = reportFile(root, 'unit.json');
  const unhandled = reportFile(root, 'unhandled.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
  const ended = await run(root, process.execPath, args, { ROSTRUM_TEST_REPORTS: dirname(report) });
  return countsOfVitest(root, read(report), read(unhandled), ended);
}

/** One Playwright project, under a display of its own where there is none, as Electron needs one. */
export async function runPlaywright(root: string, config: string): Promise<Counts> {
  const report = reportFile(root, `${basename(config, '.config.ts')}.json`);
  if (!existsSync(join(root, config)))
    return {
      ...{ passed: 0, failed: 0, skipped: 1, failures: [], flaky: [] },
      loud: [notRun(`there is no ${config}, so those desks were not run`)],
    };
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--config', config, '--reporter=dot,json'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const hasXvfb = spawnSync('which', ['xvfb-run']).status === 0;
  const ended = hasXvfb
    ? await run(root, 'xvfb-run', ['-a', '-s', '-screen 0 1920x1080x24', process.execPath, ...args], env)
    : await run(root, process.execPath, args, env);
  return countsOfPlaywright(read(report), ended);
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

/** Its standard output and error, line by line, become ours. */
function run(
  root: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended & { readonly first: readonly string[] }> {
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined ? { FORCE_COLOR: '1' } : {};
  const first: string[] = [];
  const last: string[] = [];
  const say = (line: string) => {
    if (isNoise(line)) return;
    console.log(line);
    if (first.length < SAID_LINES_MAX) first.push(line);
    last.push(line);
    if (last.length > SAID_LINES_MAX) last.shift();
  };
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['inherit', 'pipe', 'pipe'],
      env: { ...process.env, ...colour, ...env },
    });
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', say);
    const end = (status: number) => resolve({ status, said: last.join('\n'), first });
    child.once('error', (cause) => {
      say(`${command}: ${cause.message}`);
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
    child.once('exit', (code) => setTimeout(end, DRAIN_MS_MAX, code ?? 1));
  });
}
