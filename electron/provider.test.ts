import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { LoginReply } from '../protocol/wire.ts';
import { Fault } from './fault.ts';
import { providerAddress } from './policy.ts';
import { openProvider } from './provider.ts';

const reply = { jwt: 'a.b.c' } as LoginReply;

/** A house that takes the state `good`, and a browser that notes where it is sent. */
function stage(address = 'https://provider.example/auth') {
  const opened: string[] = [];
  let wake: () => void = () => undefined;
  const isOpened = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let redirect = '';
  const provider = openProvider({
    door: {
      providerStart: async (redirectUri) => {
        redirect = redirectUri;
        return address;
      },
      providerFinish: async (callbackUrl) => {
        const state = new URL(callbackUrl).searchParams.get('state');
        if (state === 'good' && callbackUrl.startsWith(redirect)) return reply;
        throw new Fault(state === 'refused' ? 'oidc-refused' : 'oidc-unknown-state', 'no');
      },
    },
    open: async (url) => {
      opened.push(url);
      wake();
    },
    waitMs: 60_000,
  });
  return { provider, opened, isOpened, redirect: () => redirect };
}

/** Of an address that `fetch` would put right first. */
const statusOf = (page: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get({ port: new URL(page).port, host: '127.0.0.1', path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

describe('sign-in in the system’s browser', () => {
  it('is called back on loopback, and answers what the house says', async () => {
    const { provider, opened, isOpened, redirect } = stage();
    const signedIn = provider.signIn();
    await isOpened;
    expect(opened).toEqual(['https://provider.example/auth']);
    expect(redirect()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/back$/);
    // Others on this machine may knock, and change nothing.
    const home = redirect().replace('/back', '/');
    expect((await fetch(home)).status).toBe(404);
    expect(await statusOf(redirect(), '//')).toBe(404);
    expect((await fetch(`${redirect()}?state=guessed&code=x`)).status).toBe(400);
    expect((await fetch(`${redirect()}?state=good`, { method: 'POST' })).status).toBe(404);
    const page = await fetch(`${redirect()}?state=good&code=x`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed in.')]);
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(await signedIn).toBe(reply);
    await expect(fetch(home)).rejects.toThrow();
  });

  it('ends when the provider said no, and when it is begun again', async () => {
    const first = stage();
    const refused = first.provider.signIn();
    const isRefused = expect(refused).rejects.toMatchObject({ code: 'oidc-refused' });
    await first.isOpened;
    expect((await fetch(`${first.redirect()}?state=refused&error=access_denied`)).status).toBe(400);
    await isRefused;
    const second = stage();
    const isAbandoned = expect(second.provider.signIn()).rejects.toMatchObject({ code: 'provider-abandoned' });
    await second.isOpened;
    const again = second.provider.signIn();
    await isAbandoned;
    await expect.poll(() => second.opened.length).toBe(2);
    await fetch(`${second.redirect()}?state=good&code=x`);
    expect(await again).toBe(reply);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://provider.example/',
    'https://a:b@provider.example/',
    'x',
  ])('opens nothing but a provider’s page: not %s', async (address) => {
    const { provider, opened } = stage(address);
    await expect(provider.signIn()).rejects.toMatchObject({ code: 'provider-address' });
    expect(opened).toEqual([]);
  });

  it('takes a provider on this machine, which a developer has', () => {
    expect(providerAddress('http://127.0.0.1:4380/auth?x=1')).toBe('http://127.0.0.1:4380/auth?x=1');
    expect(providerAddress('http://127.0.0.1.evil.example/')).toBeNull();
  });
});
