/** The self-diagnosis: from the name to the clock, step by step, as one report that can be copied. Knows no Electron. */
import type { Fetch } from './door.ts';
import type { House } from './house.ts';
import { ask, type Finding, probeName, probeTcp, probeWebSocket } from './probe.ts';

export type About = {
  readonly rostrum: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  readonly system: string;
  /** Said in the title when this is the test vehicle or another unsupported Electron. */
  readonly warning: string | null;
  readonly keyIsSealed: boolean;
};

export type Subject = {
  readonly house: House;
  readonly servers: readonly string[];
  readonly about: About;
  readonly fetch: Fetch;
};

const ROUNDS = 5;
/** The `Date` header has whole seconds. */
const CLOCK_ERROR_MS = 500;
const CLOCK_WRONG_MS = 2_000;

type Step = { readonly name: string; readonly look: () => Promise<Finding> };

export async function diagnose(subject: Subject, nowMs: () => number = Date.now): Promise<string> {
  const lines: string[] = [];
  let failed: string | null = null;
  for (const step of stepsOf(subject, nowMs)) {
    const finding = await attempt(step);
    if (!finding.isOk) failed ??= step.name;
    lines.push(`${finding.isOk ? 'ok    ' : 'FAILED'} ${step.name.padEnd(11)} ${finding.detail}`);
  }
  const verdict =
    failed === null ? 'Everything on the way to the house answers.' : `The first thing that fails: ${failed}.`;
  return [...titleOf(subject, nowMs()), ...lines, '', verdict, ''].join('\n');
}

function titleOf({ house, about }: Subject, nowMs: number): readonly string[] {
  return [
    `Rostrum self-diagnosis, ${new Date(nowMs).toISOString()}`,
    ...(about.warning === null ? [] : [`WARNING     ${about.warning}`]),
    `Rostrum ${about.rostrum}, Electron ${about.electron}, Chrome ${about.chrome}, Node ${about.node}, ${about.system}`,
    `House ${house.origin}; key of this desk: ${about.keyIsSealed ? 'sealed by the system' : 'for this session only'}`,
    '',
  ];
}

function stepsOf({ house, servers, fetch }: Subject, nowMs: () => number): readonly Step[] {
  const url = new URL(house.origin);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const sockets = servers.length === 0 ? [noServer()] : servers.map(socketStep);
  return [
    { name: 'name', look: () => probeName(house.hostname) },
    { name: 'tcp', look: () => probeTcp(house.hostname, port) },
    { name: 'house', look: () => health(fetch, url) },
    { name: 'login', look: () => login(fetch, url) },
    ...sockets,
    { name: 'round trip', look: () => roundTrip(fetch, url) },
    { name: 'clock', look: () => clock(fetch, url, nowMs) },
  ];
}

async function attempt(step: Step): Promise<Finding> {
  try {
    return await step.look();
  } catch (cause) {
    return { isOk: false, detail: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function health(fetch: Fetch, url: URL): Promise<Finding> {
  const answer = await ask(fetch, new URL('/healthz', url), 'GET');
  return { isOk: answer.status === 200, detail: `/healthz says ${answer.status}` };
}

/** An empty login must be refused in the house's own words: the door is there, and nobody's password is tried. */
async function login(fetch: Fetch, url: URL): Promise<Finding> {
  const answer = await ask(fetch, new URL('/v1/login', url), 'POST', '{}');
  const isHouse = answer.status >= 400 && answer.status < 500 && answer.text.includes('"error"');
  const detail = isHouse ? 'the door answers' : `/v1/login says ${answer.status}, not in the words of a house`;
  return { isOk: isHouse, detail };
}

function noServer(): Step {
  const detail = 'not tried: the house names its server at the login, log in once';
  return { name: 'websocket', look: async () => ({ isOk: true, detail }) };
}

function socketStep(server: string): Step {
  return {
    name: 'websocket',
    look: async () => {
      const finding = await attempt({ name: 'websocket', look: () => probeWebSocket(server) });
      return { ...finding, detail: `${server}: ${finding.detail}` };
    },
  };
}

async function roundTrip(fetch: Fetch, url: URL): Promise<Finding> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push((await ask(fetch, new URL('/healthz', url), 'GET')).ms);
  times.sort((a, b) => a - b);
  const [least = 0, middle = 0, most = 0] = [times[0], times[ROUNDS >> 1], times[ROUNDS - 1]];
  return {
    isOk: true,
    detail: `least ${least.toFixed(1)}, middle ${middle.toFixed(1)}, most ${most.toFixed(1)} ms of ${ROUNDS}`,
  };
}

async function clock(fetch: Fetch, url: URL, nowMs: () => number): Promise<Finding> {
  const answer = await ask(fetch, new URL('/healthz', url), 'GET');
  const houseMs = Date.parse(answer.date ?? '');
  if (Number.isNaN(houseMs)) return { isOk: false, detail: 'the house sends no date' };
  const offsetMs = Math.round(houseMs + CLOCK_ERROR_MS - nowMs());
  const isRight = Math.abs(offsetMs) <= CLOCK_WRONG_MS;
  const word = isRight ? 'agrees with the house' : 'is wrong or the house is; the desk goes by the house';
  const sign = offsetMs < 0 ? '' : '+';
  return { isOk: isRight, detail: `house minus desk ${sign}${offsetMs} ms ± ${CLOCK_ERROR_MS}: this clock ${word}` };
}
