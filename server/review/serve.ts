/**
 * The reviewer of a log as a process of its own: `serve PATH` answers `{id, request}` by `{id, ok, value | error}`, over the messages
 * of the process that started it (Electron's utility process, a forked one) or as JSON Lines on standard input and output.
 */
import readline from 'node:readline';
import { createReview } from './review.ts';
import { openSource } from './source.ts';

type Port = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

const [, , given = '.', sale] = process.argv;
const review = opened();

function opened() {
  try {
    return createReview(openSource(given, sale ?? null));
  } catch (cause) {
    // The reason is given to whoever asks, since a process that only ends cannot say why.
    return { answer: () => Promise.reject(cause) };
  }
}

async function answer(message: unknown, send: (answer: object) => void): Promise<void> {
  if (typeof message !== 'object' || message === null || !('id' in message) || typeof message.id !== 'number') return;
  const { id } = message;
  try {
    send({ id, ok: true, value: await review.answer('request' in message ? message.request : null) });
  } catch (cause) {
    send({ id, ok: false, error: cause instanceof Error ? cause.message : String(cause) });
  }
}

const port = (process as { parentPort?: Port }).parentPort;
if (port !== undefined) port.on('message', ({ data }) => answer(data, (reply) => port.postMessage(reply)));
else if (process.send !== undefined)
  process.on('message', (message) => answer(message, (reply) => process.send?.(reply)));
else
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    let message: unknown = null;
    try {
      message = JSON.parse(line);
    } catch {
      process.stdout.write(`${JSON.stringify({ id: null, ok: false, error: 'not JSON' })}\n`);
    }
    answer(message, (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`));
  });
