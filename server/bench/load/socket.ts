/**
 * A WebSocket client over a bare TCP socket: frames in, frames out, and no more. It exists so that a thousand desks in one
 * process are not slower than the house they load; it is for loopback and knows no TLS, compression or fragmentation of its own.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const READ_BYTES = 256 * 1024;
/** One buffer for all sockets of the process: what is read is parsed before the next read. */
const shared = Buffer.allocUnsafe(READ_BYTES);

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export type FrameListener = (bytes: Buffer, start: number, end: number) => void;

export type WebSocketOptions = {
  readonly port: number;
  readonly path: string;
  readonly text?: boolean;
  /** Called for each data frame; the bytes are only valid during the call. */
  onFrame: FrameListener;
  /** Once, also when the connection never came to be. */
  onClose(why: string): void;
};

export type RawWebSocket = {
  /** Sends latin-1 text as one frame. */
  send(text: string): void;
  /** Bytes accepted by `send` and not yet by the operating system. */
  readonly backlogBytes: number;
  close(): void;
};

/** The frames that the server sends on its own come as soon as it is connected; `send` may be used from the first of them on. */
export function openWebSocket(options: WebSocketOptions): RawWebSocket {
  let pending: Buffer | null = null;
  let upgraded = false;
  let closed = false;
  const socket: Socket = connect({
    port: options.port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (length: number) => {
        let bytes: Buffer = shared;
        let end = length;
        if (pending !== null) {
          bytes = Buffer.concat([pending, shared.subarray(0, length)]);
          end = bytes.length;
          pending = null;
        }
        let start = 0;
        if (!upgraded) {
          const head = bytes.subarray(0, end).indexOf('\r\n\r\n');
          if (head >= 0) {
            if (!bytes.toString('latin1', 0, 12).startsWith('HTTP/1.1 101')) {
              fail(`the upgrade was answered ${bytes.toString('latin1', 0, 40)}`);
              return true;
            }
            upgraded = true;
            start = head + 4;
          }
        }
        if (upgraded) start = frames(bytes, start, end);
        if (start < end && !closed) pending = Buffer.from(bytes.subarray(start, end));
        return true;
      },
    },
  });
  const opcode = options.text === true ? TEXT : BINARY;

  function send(text: string): void {
    const length = text.length;
    const head = length < 126 ? 6 : length < 65_536 ? 8 : 14;
    const frame = Buffer.allocUnsafe(head + length);
    frame[0] = 0x80 | opcode;
    if (head === 6) frame[1] = 0x80 | length;
    else if (head === 8) {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    } else {
      frame[1] = 0x80 | 127;
      frame.writeUInt32BE(0, 2);
      frame.writeUInt32BE(length, 6);
    }
    // A mask of zeros is a mask: the bytes stay as they are, which is all that loopback needs.
    frame.writeUInt32LE(0, head - 4);
    frame.write(text, head, 'latin1');
    socket.write(frame);
  }

  /** Hands on every whole frame; the return value is where the first incomplete one starts. */
  function frames(bytes: Buffer, from: number, end: number): number {
    let at = from;
    while (end - at >= 2) {
      const first = bytes[at] ?? 0;
      let length = (bytes[at + 1] ?? 0) & 0x7f;
      let body = at + 2;
      if (length === 126) {
        if (end - at < 4) break;
        length = bytes.readUInt16BE(at + 2);
        body = at + 4;
      } else if (length === 127) {
        if (end - at < 10) break;
        length = bytes.readUInt32BE(at + 6);
        body = at + 10;
      }
      if (end - body < length) break;
      const kind = first & 0x0f;
      if (kind <= BINARY) options.onFrame(bytes, body, body + length);
      else if (kind === PING) pong(bytes.toString('latin1', body, body + length));
      else if (kind === CLOSE) fail('the server closed the WebSocket');
      if (closed) return end;
      at = body + length;
    }
    return at;
  }

  function pong(text: string): void {
    const frame = Buffer.alloc(6 + text.length);
    frame[0] = 0x80 | PONG;
    frame[1] = 0x80 | text.length;
    frame.write(text, 6, 'latin1');
    socket.write(frame);
  }

  function fail(why: string): void {
    if (closed) return;
    closed = true;
    socket.destroy();
    options.onClose(upgraded ? why : `no WebSocket on port ${options.port}: ${why}`);
  }

  socket.on('error', (cause) => fail(cause.message));
  socket.on('close', () => fail('the connection ended'));
  socket.write(
    `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  return {
    send,
    get backlogBytes() {
      return socket.writableLength;
    },
    close: () => {
      closed = true;
      socket.destroy();
    },
  };
}
