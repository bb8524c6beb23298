/** The pictures of the README: the product with its demonstration running, as a newcomer meets it. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: ['screenshots.ts', 'screenshots-looks.ts'],
  globalSetup: './electron-setup.config.ts',
  outputDir: '../out/e2e-screenshots',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    colorScheme: 'dark',
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
});
