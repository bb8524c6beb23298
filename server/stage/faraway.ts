/** For tests: what somebody on another machine finds at a house: `node faraway.ts HOST USER SALE LOT`. Says each thing as a line of JSON. */
import { request } from 'node:https';
import { connect } from 'node:net';
import { createUser } from 'nkeys.js';
import { subjects } from '../../protocol/subjects.ts';
import type { HttpError, LoginReply } from '../../protocol/wire.ts';
import { DEFAULT_HTTP_PORT, DEFAULT_NATS_PORT, DEFAULT_WEB_SOCKET_PORT } from '../config.ts';
import { openDesk, PASSWORD } from './stage.ts';

const [host = '', user = '', sale = '', lot = ''] = process.argv.slice(2);
const house = `${host}:${DEFAULT_HTTP_PORT}`;
const key = createUser();
const say = (name: string, value: unknown) => process.stdout.write(`${JSON.stringify([name, value])}\n`);

say(
  'in the clear',
  await fetch(`http://${house}/healthz`).then(
    async (answer) => ((await answer.json()) as HttpError).error.code,
    () => 'nothing',
  ),
);
say('the port of the house itself', await reach(DEFAULT_NATS_PORT));
for (const origin of [null, `https://${house}`, `http://127.0.0.1:${DEFAULT_HTTP_PORT}`, 'https://evil.example'])
  say(`a page of ${origin}`, await shakeHands(origin));

const login = await signIn();
const desk = await openDesk(user, key, (await login.json()) as LoginReply);
say('bid', await desk.bid(sale, { id: 'far-1', lot, amountMinor: 1_000 }));
say('receipt', JSON.parse((await desk.line.request(subjects.receipt(sale, user), { id: 'far-1' })).text));
await desk.line.closed;
say('cut off', true);
say(
  'again',
  await openDesk(user, key, desk.login).then(
    () => 'let in',
    (cause: Error) => cause.message,
  ),
);
say('sign in', (await signIn()).status);

function signIn(): Promise<Response> {
  return fetch(`https://${house}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password: PASSWORD, publicKey: key.getPublicKey() }),
  });
}

function reach(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve('open'));
    socket.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message));
    socket.once('close', () => socket.destroy());
  });
}

/** The status with which nats-server answers a WebSocket of a page from there; null is a program, which names none. */
function shakeHands(origin: string | null): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request({
      host,
      port: DEFAULT_WEB_SOCKET_PORT,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        ...(origin === null ? {} : { origin }),
      },
    });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', (cause) => resolve(cause.message));
    sent.end();
  });
}
