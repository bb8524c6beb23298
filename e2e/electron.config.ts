/** The specs of the packaged desktop application: one at a time, on a real display or under Xvfb. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: 'electron*.spec.ts',
  globalSetup: './electron-setup.config.ts',
  outputDir: '../out/e2e-electron',
  workers: 1,
  // `npm test` names what passed only then.
  retries: 1,
  timeout: 100_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // For a desk in a browser beside the application's.
  use: { launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] } },
});
