/** Runs in the desk's page, put there from outside: reads off a tick's way to the screen, and a key's to the pending bid. Knows no bench. */
import type { Tick } from '../../../../protocol/wire.ts';

/** One frame: the lots that it painted, and the task after it, in milliseconds of the clock that a bench has too. */
export type Paint = {
  readonly atMs: number;
  /** The age of its oldest tick, from its arrival in the worker. */
  readonly oldestMs: number;
  readonly revs: readonly (readonly [lot: string, rev: number])[];
};
/** What the worker says of a batch, as far as it is read here. */
type Batch = { type: string; arrivedAtMs: number; lots: readonly { readonly tick: Pick<Tick, 'lot' | 'rev'> }[] };

/** What is posted in a frame with this priority is the first task after it: a message would stand behind those of the worker. */
type Scheduler = { postTask(run: () => void, options: { priority: 'user-blocking' }): Promise<void> };
type Scope = { paints: Paint[]; pendingMs: number[]; scheduler: Scheduler };

/** Before the desk starts. A batch of the worker is painted in the frame after it. */
export function probe(): void {
  const scope = globalThis as unknown as Scope;
  scope.paints = [];
  scope.pendingMs = [];
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<Batch>) => {
        if (data.type !== 'lots') return;
        requestAnimationFrame(() => {
          const painted = () => {
            const atMs = performance.timeOrigin + performance.now();
            scope.paints.push({
              atMs,
              oldestMs: atMs - data.arrivedAtMs,
              revs: data.lots.map(({ tick }) => [tick.lot, tick.rev] as const),
            });
          };
          void scope.scheduler.postTask(painted, { priority: 'user-blocking' });
        });
      });
    }
  };
}

/** What was painted since the last call. */
export function takePaints(): readonly Paint[] {
  return (globalThis as unknown as Scope).paints.splice(0);
}

/** The next key counts from the moment the system gave it until the task after the frame that shows its bid pending. */
export function watchPending(): void {
  let pressedAtMs: number | null = null;
  const seen = new MutationObserver(() => {
    if (pressedAtMs === null || document.querySelector('[data-open="true"]') === null) return;
    seen.disconnect();
    const from = pressedAtMs;
    const scope = globalThis as unknown as Scope;
    const painted = () => scope.pendingMs.push(performance.now() - from);
    requestAnimationFrame(() => void scope.scheduler.postTask(painted, { priority: 'user-blocking' }));
  });
  const keyed = (event: KeyboardEvent) => {
    pressedAtMs = event.timeStamp;
  };
  addEventListener('keydown', keyed, { capture: true, once: true });
  seen.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-open'] });
}

/** Undefined until the bid is on the screen. */
export function takePendingMs(): number | undefined {
  return (globalThis as unknown as Scope).pendingMs.splice(0)[0];
}
