/** For tests: two machines on one wire, as two network namespaces with a cable between them. Linux only, and where namespaces may be made. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export const NEAR = '10.77.0.1';
const FAR = '10.77.0.2';

/** One of Node's. */
export type Program = {
  /** The lines of its standard output so far. */
  readonly said: readonly string[];
  /** The first line that is so; rejects when it ends without having said it. */
  says(what: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
};

export type Machines = {
  /** A program on the machine that has the address `NEAR`, or on the other one. */
  near(args: readonly string[], env?: NodeJS.ProcessEnv): Program;
  far(args: readonly string[], env?: NodeJS.ProcessEnv): Program;
  close(): Promise<void>;
};

const isRoot = process.getuid?.() === 0;
/** Whoever is not root is so in a world of users of his own. */
const OWN_WORLD = isRoot ? ['-n'] : ['-Urn'];
const CABLE = 'ip link add near type veth peer name far';

/** Both end when nobody holds their input any more, so that a killed test leaves none behind. */
const MAKE = `
set -e
unshare -n sleep infinity &
far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.01; done
${CABLE} netns $far
ip addr add ${NEAR}/24 dev near
ip link set lo up
ip link set near up
nsenter -t $far -n sh -c 'ip addr add ${FAR}/24 dev far && ip link set lo up && ip link set far up'
echo "$$ $far"
cat
kill $far
`;

export function canMakeMachines(): boolean {
  return process.platform === 'linux' && spawnSync('unshare', [...OWN_WORLD, 'sh', '-c', CABLE]).status === 0;
}

export async function openMachines(): Promise<Machines> {
  const maker = spawn('unshare', [...OWN_WORLD, 'sh', '-c', MAKE], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => maker.once('exit', () => resolve()));
  const pids = await new Promise<string>((resolve, reject) => {
    createInterface({ input: maker.stdout }).once('line', resolve);
    maker.once('exit', (status) => reject(new Error(`no machines could be made (${status})`)));
  });
  const [near = '', far = ''] = pids.split(' ');
  const running: Program[] = [];
  const on =
    (pid: string) =>
    (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const enter = ['-t', pid, ...(isRoot ? [] : ['-U', '--preserve-credentials']), '-n', '--'];
      const child = spawn('nsenter', [...enter, process.execPath, ...args], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.push(programOf(child));
      return running.at(-1) as Program;
    };
  return {
    near: on(near),
    far: on(far),
    async close() {
      for (const { kill } of running) kill('SIGKILL');
      await Promise.all(running.map((program) => program.ended));
      maker.stdin.end();
      await ended;
    },
  };
}

function programOf(child: ChildProcessByStdio<null, Readable, Readable>): Program {
  const said: string[] = [];
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const lines = createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    said,
    ended,
    async says(what) {
      const look = () => said.find((line) => what.test(line));
      while (look() === undefined) {
        const next = await Promise.race([once(lines, 'line'), ended]);
        if (!Array.isArray(next) && look() === undefined)
          throw new Error(`it ended with ${next} and did not say ${what}: ${said.join(' ')} ${complaint}`);
      }
      return look() ?? '';
    },
    kill: (signal) => void child.kill(signal),
  };
}
