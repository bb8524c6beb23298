/// <reference path="./oidc-provider.d.ts" />
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createUser } from 'nkeys.js';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginReply } from '../../protocol/wire.ts';
import { openOidc } from '../identity/oidc.ts';
import { smallSale } from '../stage/sales.ts';
import { openDesk, openStage, type Stage } from '../stage/stage.ts';

const ISSUER = 'http://127.0.0.1:4380';
const CALLBACK = 'http://127.0.0.1:51234/back';
/** The desk's own page, as a browser sees it. */
const PAGE = 'http://localhost:4381/';

describe('sign-in by OpenID Connect, at a real provider', () => {
  let stage: Stage;
  let listener: Server;

  beforeAll(async () => {
    const provider = new Provider(ISSUER, {
      clients: [
        {
          client_id: 'house',
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          redirect_uris: ['http://127.0.0.1/back', PAGE],
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      pkce: { required: () => true },
    });
    listener = provider.listen(4380, '127.0.0.1');
    await once(listener, 'listening');
    stage = await openStage({
      port: 4381,
      sales: [smallSale('s1')],
      config: { oidc: { issuer: ISSUER, clientId: 'house', clientSecret: null } },
    });
    const oidc = { issuer: ISSUER, subject: 'anna@provider' };
    await stage.house.users.add({ id: 'anna', role: 'bidder', password: null, oidc });
  });
  afterAll(async () => {
    await stage?.close();
    listener?.close();
    listener?.closeAllConnections();
  });

  const begin = async (publicKey: string, redirectUri = CALLBACK) =>
    stage.post('/v1/oidc/start', { publicKey, redirectUri });
  const finish = (publicKey: string, callbackUrl: string) => stage.post('/v1/oidc/finish', { publicKey, callbackUrl });

  /** The person at the browser: follows what the provider says, and answers its two forms. */
  async function browse(start: string, account: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = start;
    let form: URLSearchParams | null = null;
    for (let step = 0; step < 20; step += 1) {
      const response: Response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form === null ? {} : { method: 'POST', body: form }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
        cookies.set(name, value);
      }
      form = null;
      const to = response.headers.get('location');
      if (to !== null) {
        url = new URL(to, url).href;
        if (url.startsWith(CALLBACK) || url.startsWith(PAGE)) return url;
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (action === undefined || prompt === undefined) throw new Error(`no form at ${url}: ${page.slice(0, 200)}`);
      url = new URL(action, url).href;
      form = new URLSearchParams(prompt === 'login' ? { prompt, login: account, password: 'any' } : { prompt });
    }
    throw new Error('the provider led nowhere');
  }
  const urlOf = async (response: Response) => ((await response.json()) as { readonly url: string }).url;

  it('ends in the same session as a password', async () => {
    const key = createUser();
    const back = await browse(await urlOf(await begin(key.getPublicKey())), 'anna@provider');
    const reply = await finish(key.getPublicKey(), back);
    expect(reply.status).toBe(200);
    const desk = await openDesk('anna', key, (await reply.json()) as LoginReply);
    expect((await desk.snapshot('s1')).standing).toMatchObject({ bidder: 'anna' });
    await desk.line.close();
    // A code counts once.
    expect((await finish(key.getPublicKey(), back)).status).toBe(401);
  });

  it('lets nobody in whom the provider knows and the house does not, nor a second password', async () => {
    const key = createUser().getPublicKey();
    const back = await browse(await urlOf(await begin(key)), 'stranger@provider');
    expect((await finish(key, back)).status).toBe(401);
    expect((await stage.post('/v1/login', { user: 'anna', password: '', publicKey: key })).status).toBe(401);
  });

  it('cannot be finished by another desk, with another state, or without its code', async () => {
    const [mine, other] = [createUser().getPublicKey(), createUser().getPublicKey()];
    const back = await browse(await urlOf(await begin(mine)), 'anna@provider');
    expect((await finish(other, back)).status).toBe(401);
    const wrongState = new URL(back);
    wrongState.searchParams.set('state', 'x');
    expect((await finish(mine, wrongState.href)).status).toBe(401);
    const noCode = new URL(back);
    noCode.searchParams.set('code', 'x');
    expect((await finish(mine, noCode.href)).status).toBe(401);
    // The try with a false code has used the state up.
    expect((await finish(mine, back)).status).toBe(401);
  });

  it('is not kept from others by whoever begins and begins: he gives up his own first', async () => {
    const oidc = openOidc({ issuer: ISSUER, clientId: 'house', clientSecret: null });
    const start = async (from: string) => {
      const key = createUser().getPublicKey();
      return { key, url: await oidc.start(key, CALLBACK, '', from) };
    };
    const anna = await start('192.0.2.1');
    const first = await start('192.0.2.66');
    let last = first;
    for (let n = 0; n < 1_000; n += 1) last = await start('192.0.2.66');
    for (const { key, url } of [anna, last])
      expect(await oidc.finish(key, await browse(url, 'anna@provider'))).toMatchObject({ subject: 'anna@provider' });
    const back = new URL(CALLBACK);
    back.searchParams.set('state', new URL(first.url).searchParams.get('state') ?? '');
    await expect(oidc.finish(first.key, back.href)).rejects.toMatchObject({ code: 'oidc-unknown-state' });
  });

  it('calls a desk in a browser back at its own page', async () => {
    const key = createUser();
    const ask = (path: string, body: object) =>
      fetch(`${PAGE}v1/oidc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ publicKey: key.getPublicKey(), ...body }),
      });
    expect(await (await fetch(`${PAGE}v1/oidc`)).json()).toEqual({ issuer: ISSUER });
    const back = await browse(await urlOf(await ask('start', { redirectUri: PAGE })), 'anna@provider');
    expect(back.startsWith(`${PAGE}?`)).toBe(true);
    const reply = await ask('finish', { callbackUrl: back });
    expect(reply.status).toBe(200);
    expect(((await reply.json()) as LoginReply).user.id).toBe('anna');
    // A page of another host, or elsewhere on this one, is none of it.
    for (const redirectUri of ['http://localhost:4382/', `${PAGE}v1/sales`, `${PAGE}?x`, 'http://x@localhost:4381/'])
      expect([redirectUri, (await ask('start', { redirectUri })).status]).toEqual([redirectUri, 400]);
  });

  it('calls back on loopback, and nowhere that is neither that nor the page', async () => {
    const key = createUser().getPublicKey();
    for (const uri of [
      'https://evil.example/back',
      'http://evil.example/',
      'http://127.0.0.1.evil.example/',
      'http://localhost:1/',
      'app://desk',
      'x',
    ])
      expect([uri, (await begin(key, uri)).status]).toEqual([uri, 400]);
    expect((await begin(key)).status).toBe(200);
  });
});
