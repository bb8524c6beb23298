import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpError } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { openStage, type Stage } from '../stage/stage.ts';

const PORT = 4408;

describe('what is no request, or none that the house takes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ port: PORT, sales: [smallSale('s1')] });
  });
  afterAll(() => stage?.close());

  /** Says it by hand; resolves with all that came back when the house has hung up. */
  const say = (text: string) =>
    new Promise<{ status: number; head: string; body: string }>((resolve, reject) => {
      const socket = connect(PORT, '127.0.0.1', () => socket.write(text));
      let heard = '';
      socket.setTimeout(20_000, () => socket.destroy(new Error(`the house neither answered nor closed: ${heard}`)));
      socket.on('data', (part) => {
        heard += part.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = heard.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), head: head.toLowerCase(), body });
      });
    });
  const ask = (line: string, ...headers: readonly string[]) =>
    say([`${line} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', ''].join('\r\n'));

  it.each<readonly [string, number, string]>([
    ['noise', 400, '\u0016\u0003\u0001 noise\r\n\r\n'],
    ['a header that is none', 400, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nnone\r\n\r\n'],
    ['no host', 400, 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['endless headers', 431, `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['two lengths', 400, 'POST /v1/login HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['an expectation', 415, 'POST /v1/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: x\r\n\r\n'],
  ])('%s is answered %i, in the one shape of errors, with every header', async (_name, status, text) => {
    const answer = await say(text);
    expect(answer.status).toBe(status);
    const { error } = JSON.parse(answer.body) as HttpError;
    expect([typeof error.code, typeof error.message]).toEqual(['string', 'string']);
    for (const header of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'cache-control'])
      expect(answer.head).toContain(`\r\n${header}: `);
    expect(answer.head).toContain(`\r\ncontent-length: ${Buffer.byteLength(answer.body)}`);
  });

  it.each([
    ['OPTIONS /v1/login', 'POST'],
    ['OPTIONS /v1/sales', 'GET, POST'],
    ['TRACE /', 'GET'],
    ['DELETE /v1/sales', 'GET, POST'],
    ['PUT /v1/sales/s1/images/a.png', 'GET, POST'],
  ])('%s is told which methods there are, and no other page that it may', async (line, methods) => {
    const answer = await ask(line, 'Origin: http://evil.example', 'Access-Control-Request-Method: POST');
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([405, 'method-unknown']);
    expect(answer.head).toContain(`\r\nallow: ${methods.toLowerCase()}`);
    expect(answer.head).not.toMatch(/access-control|set-cookie/);
  });

  it('a look at the feed’s head ends, and is no reader', async () => {
    const answer = await ask('HEAD /v1/sales/s1/feed');
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(answer.head).toContain('content-type: text/event-stream');
    expect(stage.house.rooms.get('s1')?.feed.readers).toBe(0);
  });
});
