/** `npm test`: sets up what the machine lacks, runs every check in turn, and closes with what failed and one line of counts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { closing, type StepCounts } from './closing.ts';
import { aptInstall, canApt, missingPackages } from './debian.ts';
import { faultLine } from './fault.ts';
import { bringNatsServer, natsSources } from './natsServer.ts';
import { type Counts, notRun, type Step, sum } from './tally.ts';
import { hasChromium, runPlaywright, runTool, runVitest } from './testSteps.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => console.log(`· ${line}`);

/** What the real parts need of Debian: the bus, a browser, a display, and what Electron links to. */
const PACKAGES =
  'nats-server redis-server chromium xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1 p7zip-full strace faketime iproute2'.split(
    ' ',
  );

async function main(): Promise<number> {
  const loud: string[] = [];
  if (canApt()) {
    const lacking = missingPackages(PACKAGES);
    if (lacking.length > 0) {
      say(`installing ${lacking.join(', ')} (apt-get)`);
      if (!aptInstall(lacking)) loud.push(notRun(`apt-get could not install ${lacking.join(', ')}`));
    }
  }
  const nats = await bringNatsServer(natsSources(root, say));
  process.env.ROSTRUM_NATS_SERVER ??= nats.path;
  const steps: Step[] = [
    { name: 'types', run: () => runTool(root, ['node_modules/typescript/bin/tsc', '-b']) },
    {
      name: 'lint',
      run: () => runTool(root, ['node_modules/@biomejs/biome/bin/biome', 'check', '.', '--diagnostic-level=error']),
    },
    { name: 'desk', run: () => runTool(root, ['build/desk.ts']) },
    { name: 'unit', run: () => runVitest(root) },
    { name: 'desks in a browser', run: () => inBrowser() },
    { name: 'desks in Electron', run: () => runPlaywright(root, 'e2e/electron.config.ts') },
  ];
  const results: StepCounts[] = [];
  for (const step of steps) {
    const fromMs = performance.now();
    console.log(`\n── ${step.name}`);
    const counts = await step.run();
    results.push({ name: step.name, counts });
    say(`${step.name}: ${line(counts)} in ${((performance.now() - fromMs) / 1000).toFixed(0)} s`);
  }
  const total = sum(results.map(({ counts }) => counts));
  console.log('');
  for (const words of [...loud, ...closing(results)]) console.log(words);
  console.log(`\n${line(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function inBrowser(): Promise<Counts> {
  if (hasChromium()) return runPlaywright(root, 'e2e/playwright.config.ts');
  return skipped('no /usr/bin/chromium: the desks were not run in a browser');
}

function skipped(why: string): Promise<Counts> {
  return Promise.resolve({ passed: 0, failed: 0, skipped: 1, failures: [], flaky: [], loud: [notRun(why)] });
}

function line(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

if (!existsSync(join(root, 'package-lock.json'))) console.error('rostrum: run npm test from a clone of the repository');
try {
  process.exit(await main());
} catch (fault) {
  console.error(faultLine(fault));
  console.log('\n0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
