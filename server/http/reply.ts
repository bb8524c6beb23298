/** How the HTTP side answers: JSON with the security headers that every answer carries, and errors of one shape. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { HttpError } from '../../protocol/wire.ts';

export class HttpFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryMs: number;
  constructor(status: number, code: string, message: string, retryMs = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryMs = retryMs;
  }
}

/** For answers that no page renders. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const;

/** Puts the headers of every answer on; pages then replace the content policy by their own. */
export function guardHeaders(response: ServerResponse, isTls: boolean): void {
  for (const [name, value] of Object.entries(headersOf(isTls))) response.setHeader(name, value);
}

function headersOf(isTls: boolean): Readonly<Record<string, string>> {
  return isTls ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS;
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendText(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

export function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-store' });
  response.end(bytes);
}

export function sendFault(response: ServerResponse, fault: HttpFault): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (fault.retryMs > 0) response.setHeader('retry-after', Math.ceil(fault.retryMs / 1_000));
  const body: HttpError = { error: { code: fault.code, message: fault.message } };
  sendJson(response, fault.status, body);
}

/** The same where there is no request to answer, since what came was none: the whole answer as text, and the connection ends. */
export function faultText(fault: HttpFault, isTls: boolean): string {
  const text = JSON.stringify({ error: { code: fault.code, message: fault.message } } satisfies HttpError);
  const headers = Object.entries({
    ...headersOf(isTls),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  return `${[`HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`, ...headers].join('\r\n')}\r\n\r\n${text}`;
}

/** The request's body as a JSON object of at most `bytesMax` bytes. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new HttpFault(415, 'not-json', 'Send the request as application/json.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bytesMax) throw new HttpFault(413, 'too-large', `A request has at most ${bytesMax} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
