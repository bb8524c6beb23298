/** Signing in at a real OpenID Connect provider from a browser, and applying for a sale in which one is not registered. */
/// <reference path="../server/door/oidc-provider.d.ts" />
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { Provider } from 'oidc-provider';
import { openStage, type Stage } from './stage.ts';

const root = join(import.meta.dirname, '..');
let stage: Stage;
let listener: Server;
let issuer = '';

test.beforeAll(async () => {
  listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'house',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
  });
  listener.on('request', provider.callback());
  stage = await openStage(undefined, { ROSTRUM_OIDC_ISSUER: issuer, ROSTRUM_OIDC_CLIENT: 'house' });
  const identity = ['--oidc-issuer', issuer, '--oidc-subject', 'otto@provider'];
  const verb = [join(root, 'server/cli/rostrum.ts'), 'users', 'add', 'otto', '--role', 'bidder', '--name', 'Otto'];
  await promisify(execFile)(process.execPath, [...verb, ...identity, '--data', stage.folder]);
});
test.afterAll(async () => {
  await stage?.close();
  listener?.close();
  listener?.closeAllConnections();
});

test('the page leaves for the provider, comes back signed in, and its bidder applies for the sale', async ({
  page,
}) => {
  await page.goto(stage.address);
  await page.getByRole('button', { name: `Sign in with ${new URL(issuer).host}` }).click();
  await page.locator('input[name=login]').fill('otto@provider');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
  // What the provider sent along is out of sight, and a reload stays signed in without it.
  expect(page.url()).toBe(`${stage.address}/`);
  await page.reload();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');

  await page.getByRole('button', { name: 'Apply to bid' }).click();
  await expect(page.getByText('You applied. The house has not decided yet.')).toBeVisible();
});

test('who is not known to the house is told so, and may try again', async ({ page }) => {
  await page.goto(stage.address);
  await page.getByRole('button', { name: /^Sign in with/ }).click();
  await page.locator('input[name=login]').fill('stranger@provider');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('alert')).toContainText('this house does not');
  await expect(page.getByRole('button', { name: /^Sign in with/ })).toBeEnabled();
});
