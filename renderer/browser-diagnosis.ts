/** The self-diagnosis of a desk in a browser: whether the house's pages and its line for bids can be reached from here. */

const LOOK_MS_MAX = 5_000;
/** Chromium holds a WebSocket back for up to five seconds after others to the same host have failed. */
const LINE_MS_MAX = 12_000;

/** `servers`: where the house said at the sign-in that bids go. */
export async function diagnose(servers: readonly string[]): Promise<string> {
  const lines = [
    `Desk in a browser at ${location.origin}`,
    `Browser: ${navigator.userAgent}`,
    `Online: ${navigator.onLine}`,
  ];
  const looks: readonly (readonly [string, (where: string) => Promise<string>])[] = [
    ...['/healthz', '/readyz', '/v1/sales'].map((path) => [path, lookAtPage] as const),
    ...servers.map((server) => [server, lookAtLine] as const),
  ];
  for (const [where, look] of looks) {
    const startMs = performance.now();
    const word = await look(where);
    lines.push(`${where}: ${word} (${Math.round(performance.now() - startMs)} ms)`);
  }
  if (servers.length === 0) lines.push('the line for bids: not tried, the house names it at the sign-in');
  return lines.join('\n');
}

function lookAtPage(path: string): Promise<string> {
  return fetch(path, { signal: AbortSignal.timeout(LOOK_MS_MAX) }).then(
    (reply) => `HTTP ${reply.status}, date ${reply.headers.get('date') ?? 'unknown'}`,
    (cause: unknown) => `failed: ${String(cause)}`,
  );
}

/** A browser does not tell a page why a WebSocket fails; whether anything answered says most of it. */
export function lookAtLine(server: string, msMax = LINE_MS_MAX): Promise<string> {
  const socket = new WebSocket(server);
  return new Promise<string>((resolve) => {
    socket.onopen = () => resolve('opens');
    socket.onerror = () =>
      resolve('failed: nobody listens there, or not to this page. Whoever runs the house looks at nats/nats.log');
    setTimeout(() => resolve('failed: no answer. A firewall on the way lets pages through and not this port'), msMax);
  }).finally(() => socket.close());
}
