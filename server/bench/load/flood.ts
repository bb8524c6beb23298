/**
 * A flood, as a process of its own: `node flood.ts PLAN.json` connects every flooder, says `ready`, then sends at the rate of the
 * plan whatever is answered, and when it is asked to end writes down what became of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Credential, type Desk, openDesk } from './desk.ts';
import { bidText, outcomeIn } from './line.ts';

export type FloodPlan = {
  readonly port: number;
  /** Where the `FloodResult` goes. */
  readonly resultPath: string;
  /** Of all flooders together. */
  readonly perSecond: number;
  /** From all being connected until the first bid: whoever is measured is under way by then. */
  readonly beginAfterMs: number;
  /** From the first bid until all hang up by themselves; null: they never do. */
  readonly staysMs: number | null;
  readonly lot: number;
  readonly flooders: readonly {
    readonly user: string;
    readonly credential: Credential;
    readonly subject: string;
    readonly inbox: string;
  }[];
};
export type FloodResult = {
  readonly sent: number;
  readonly decided: number;
  readonly refused: number;
  /** Flooders whose connections were cut. */
  readonly cut: number;
  /** From the beginning of the flood until the last of them was cut; 0 when not all were. */
  readonly allCutMs: number;
  readonly cpuSeconds: number;
};

const TURN_MS = 2;
const OPENING = 20;
const PRICE_MINOR = 1_000_000_000;
const STEP_MINOR = 1_000;

const path = process.argv[2];
if (path === undefined) throw new Error('which plan? node flood.ts PLAN.json');
await flood(JSON.parse(readFileSync(path, 'utf8')) as FloodPlan);

async function flood(plan: FloodPlan): Promise<void> {
  let decided = 0;
  let refused = 0;
  let cut = 0;
  let sent = 0;
  let allCutMs = 0;
  let began = 0;
  let turns = 0;
  const lines: { readonly desk: Desk; readonly subject: string; readonly inbox: string; isOpen: boolean }[] = [];
  const open = async ({ credential, subject, inbox }: FloodPlan['flooders'][number]): Promise<void> => {
    let close: () => void = () => {};
    const desk = await openDesk({
      port: plan.port,
      credential,
      onClose: () => close(),
      onMessage(bytes, _subjectStart, _subjectEnd, bodyStart, bodyEnd) {
        if (outcomeIn(bytes.subarray(bodyStart, bodyEnd)) === 2) refused += 1;
        else decided += 1;
      },
    });
    desk.subscribe(`${inbox}.>`);
    desk.flush();
    const line = { desk, subject, inbox, isOpen: true };
    close = () => {
      if (!line.isOpen) return;
      line.isOpen = false;
      cut += 1;
      if (cut === plan.flooders.length) allCutMs = performance.now() - began;
    };
    lines.push(line);
  };
  for (let from = 0; from < plan.flooders.length; from += OPENING)
    await Promise.all(plan.flooders.slice(from, from + OPENING).map(open));
  process.stdout.write('ready\n');
  await new Promise((resolve) => setTimeout(resolve, plan.beginAfterMs));

  const cpuBefore = process.cpuUsage();
  began = performance.now();
  // One price higher each time: a flood of bids that the rules would take.
  const timer = setInterval(() => {
    const due = ((performance.now() - began) * plan.perSecond) / 1_000;
    const dirty = new Set<Desk>();
    for (; turns < due; turns += 1) {
      const line = lines[turns % lines.length];
      if (line?.isOpen !== true) continue;
      sent += 1;
      const body = bidText('flood-', sent, plan.lot, PRICE_MINOR + sent * STEP_MINOR, false);
      line.desk.publish(line.subject, `${line.inbox}.${sent}`, body);
      dirty.add(line.desk);
    }
    for (const desk of dirty) desk.flush();
    if (plan.staysMs !== null && performance.now() - began >= plan.staysMs) leave();
  }, TURN_MS);
  /** The clock goes on: this process ends when it is asked what became of it. */
  function leave(): void {
    for (const line of lines) {
      line.isOpen = false;
      line.desk.close();
    }
  }
  process.once('SIGTERM', () => {
    clearInterval(timer);
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuSeconds = (user + system) / 1e6;
    const result: FloodResult = { sent, decided, refused, cut, allCutMs, cpuSeconds };
    writeFileSync(plan.resultPath, JSON.stringify(result));
    process.exit(0);
  });
}
