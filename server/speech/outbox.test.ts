import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';

type Sent = { readonly commands: string[]; readonly published: string[] };

function connectionOf(sent: Sent, closed: () => boolean = () => false) {
  return {
    publish: (subject: string, bytes: Uint8Array) => void sent.published.push(`${subject} ${Buffer.from(bytes)}`),
    isClosed: closed,
    protocol: { sendCommand: (bytes: Uint8Array) => void sent.commands.push(Buffer.from(bytes).toString('utf8')) },
  };
}
const nothing = (): Sent => ({ commands: [], published: [] });
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('hands over what one turn said as commands, once and in order', async () => {
  const sent = nothing();
  const outbox = createOutbox(connectionOf(sent));
  outbox.say('a.b', '{"x":1}');
  outbox.say('c', '');
  expect(sent.commands).toEqual([]);
  await nextTurn();
  expect(sent.commands).toEqual(['PUB a.b 7\r\n{"x":1}\r\nPUB c 0\r\n\r\n']);
  outbox.flush();
  expect(sent.commands).toHaveLength(1);
});

it('counts bytes, not characters, and cannot be made to speak by a subject beyond latin-1', async () => {
  const sent = nothing();
  const outbox = createOutbox(connectionOf(sent));
  outbox.say('you', '{"reason":"zurück – 東"}');
  // Cut to one byte each, these would be a line's end.
  outbox.say('_INBOX_a.\u010d\u010aPUB x 0', '1');
  await nextTurn();
  const lines = sent.commands.join('').split('\r\n');
  expect(lines[0]).toBe(`PUB you ${Buffer.byteLength('{"reason":"zurück – 東"}')}`);
  expect(lines[2]).toBe('PUB _INBOX_a.\u010d\u010aPUB x 0 1');
});

it('begins to send a large batch before it is all there', () => {
  const sent = nothing();
  const outbox = createOutbox(connectionOf(sent));
  for (let at = 0; at < 1_000; at += 1) outbox.say('s', 'x'.repeat(200));
  expect(sent.commands.length).toBeGreaterThan(1);
  outbox.flush();
  expect(sent.commands.join('').match(/PUB s 200/g)).toHaveLength(1_000);
});

it('leaves a message of unusual length to the client, which knows what the server takes, in its turn', () => {
  const sent = nothing();
  const outbox = createOutbox(connectionOf(sent));
  outbox.say('before', '1');
  outbox.say('long', 'ü'.repeat(40_000));
  expect(sent.commands).toEqual(['PUB before 1\r\n1\r\n']);
  expect(sent.published).toEqual([`long ${'ü'.repeat(40_000)}`]);
});

it('says nothing on a connection that was closed', async () => {
  const sent = nothing();
  let closed = false;
  const outbox = createOutbox(connectionOf(sent, () => closed));
  outbox.say('s', '1');
  closed = true;
  await nextTurn();
  expect(sent.commands).toEqual([]);
});

it('publishes by the public way when the client has no such inside', () => {
  const sent = nothing();
  const { publish, isClosed } = connectionOf(sent);
  createOutbox({ publish, isClosed }).say('s', 'ü');
  expect(sent.published).toEqual(['s ü']);
});
