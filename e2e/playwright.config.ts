/** The specs of the desk in a browser, on the product as `npm start` starts it. Two files at a time: each has a house and a browser of its own, and waits for most of its time. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: 'desk*.spec.ts',
  outputDir: '../out/e2e-browser',
  workers: 2,
  // `npm test` names what passed only then.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
});
