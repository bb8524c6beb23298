/**
 * Holds back the server's first frame until its nonce is signed (ADR 0050). The client's authenticator is synchronous, the
 * key lives behind an asynchronous bridge; so the socket is opened here, INFO is read, the signature is fetched, and only
 * then is the socket handed over and the frame delivered. Knows no NATS client.
 */

export type Sign = (nonce: string) => Promise<string>;

export class GateError extends Error {
  readonly code = 'FEED_GATE';
}

/** The house speaks at once after the opening; a socket that stays silent this long is no house. */
const FIRST_FRAME_MS_MAX = 5_000;
const INFO = /^INFO\s+(.*)\r\n/s;

/** A socket whose first frame waits, and the signature of that frame's nonce. */
export async function openGated(
  url: string,
  sign: Sign,
): Promise<{ socket: WebSocket; nonce: string; signature: string }> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  try {
    const { nonce, frames } = await firstFrame(socket);
    const signature = nonce === '' ? '' : await whileOpen(socket, sign(nonce));
    // The client sets its handlers in the microtask after this promise; a task comes later than that.
    setTimeout(() => {
      for (const data of frames) socket.dispatchEvent(new MessageEvent('message', { data }));
    }, 0);
    return { socket, nonce, signature };
  } catch (cause) {
    socket.close();
    throw cause;
  }
}

function firstFrame(socket: WebSocket): Promise<{ nonce: string; frames: readonly ArrayBuffer[] }> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const frames: ArrayBuffer[] = [];
    const fail = (why: string) => {
      stop.abort();
      clearTimeout(timer);
      reject(new GateError(why));
    };
    const timer = setTimeout(() => fail('The server opened the socket and said nothing.'), FIRST_FRAME_MS_MAX);
    const once = { signal: stop.signal };
    socket.addEventListener('error', () => fail('The server cannot be reached.'), once);
    socket.addEventListener('close', () => fail('The server closed the socket.'), once);
    socket.addEventListener(
      'message',
      (event: MessageEvent<ArrayBuffer>) => {
        frames.push(event.data);
        const match = INFO.exec(frames.map((frame) => new TextDecoder().decode(frame)).join(''));
        if (match === null) return;
        stop.abort();
        clearTimeout(timer);
        resolve({ nonce: nonceOf(match[1] ?? ''), frames });
      },
      once,
    );
  });
}

/** The signature, unless the socket closes meanwhile: its close event would be lost to the client. */
function whileOpen(socket: WebSocket, signature: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new GateError('The server closed the socket while its nonce was signed.'));
    socket.addEventListener('close', closed);
    signature.then(resolve, reject).finally(() => socket.removeEventListener('close', closed));
  });
}

function nonceOf(info: string): string {
  try {
    const value: unknown = JSON.parse(info);
    const nonce = typeof value === 'object' && value !== null && 'nonce' in value ? value.nonce : '';
    return typeof nonce === 'string' ? nonce : '';
  } catch {
    throw new GateError('The server does not speak NATS.');
  }
}
