/** Runs in the desk's page, put there from outside: reads off a tick's way to the screen, and a key's to the pending bid. Knows no bench. */

type Scope = { paintMs: number[]; pendingMs: number[] };

/**
 * Before the desk starts. A batch's age is that of its oldest tick, from its arrival in the worker until the task after the frame that
 * painted it.
 */
export function probe(): void {
  const scope = globalThis as unknown as Scope;
  scope.paintMs = [];
  scope.pendingMs = [];
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ type: string; arrivedAtMs: number }>) => {
        if (data.type !== 'lots') return;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () =>
            scope.paintMs.push(performance.timeOrigin + performance.now() - data.arrivedAtMs);
          channel.port2.postMessage(null);
        });
      });
    }
  };
}

/** Ages since the last call, in milliseconds. */
export function takePaintMs(): readonly number[] {
  return (globalThis as unknown as Scope).paintMs.splice(0);
}

/** The next key counts from the moment the system gave it until the task after the frame that shows its bid pending. */
export function watchPending(): void {
  let pressedAtMs: number | null = null;
  const seen = new MutationObserver(() => {
    if (pressedAtMs === null || document.querySelector('[data-open="true"]') === null) return;
    seen.disconnect();
    const from = pressedAtMs;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (globalThis as unknown as Scope).pendingMs.push(performance.now() - from);
      channel.port2.postMessage(null);
    });
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
