/** The reviewer of a log file: a utility process of its own, asked by id; it dies with the application and is replaced when another log was opened. */
import { existsSync } from 'node:fs';
import { utilityProcess } from 'electron';
import * as v from 'valibot';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';

export type Reviewer = {
  open(path: string): Promise<void>;
  ask(request: unknown): Promise<unknown>;
  close(): void;
};

const ANSWER_TIMEOUT_MS = 60_000;
/** The whole log read and decided again: a million records take a minute or two. */
const VERIFY_TIMEOUT_MS = 900_000;

const answerSchema = v.variant('ok', [
  v.object({ id: v.number(), ok: v.literal(true), value: v.unknown() }),
  v.object({ id: v.number(), ok: v.literal(false), error: v.string() }),
]);

type Waiting = { resolve(value: unknown): void; reject(cause: Error): void; timer: NodeJS.Timeout };
type Running = { ask(request: unknown): Promise<unknown>; end(): void };

/** What the first page of any log answers. */
const FIRST_ROW = { fromSeq: 1, limit: 1, filter: {} };

/** `modulePath` is the bundled server of review: it gets the path as its argument, answers `{id, request}` by `{id, ok, value | error}`. */
export function openReviewer(modulePath: string, log: Log): Reviewer {
  let current: Running | null = null;
  const close = () => {
    current?.end();
    current = null;
  };
  return {
    close,
    ask(request) {
      if (current === null) return Promise.reject(new Fault('review-closed', 'No log is open. Open one first.'));
      return current.ask(request);
    },
    async open(path) {
      if (!existsSync(modulePath))
        throw new Fault('review-closed', 'This desk was built without the reviewer of log files.');
      const next = start(modulePath, path, log);
      try {
        await next.ask(FIRST_ROW);
      } catch (cause) {
        // Not a log: the one that is open stays.
        next.end();
        throw cause;
      }
      close();
      current = next;
    },
  };
}

function start(modulePath: string, path: string, log: Log): Running {
  const child = utilityProcess.fork(modulePath, [path], { serviceName: 'Rostrum review', stdio: 'ignore' });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let hasEnded: Fault | null = null;

  const failAll = (cause: Fault) => {
    hasEnded ??= cause;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(cause);
    }
    waiting.clear();
  };
  child.on('message', (message: unknown) => {
    const answer = v.safeParse(answerSchema, message);
    if (!answer.success) return log.warn('the reviewer said something odd', v.summarize(answer.issues));
    const asked = waiting.get(answer.output.id);
    if (asked === undefined) return;
    waiting.delete(answer.output.id);
    clearTimeout(asked.timer);
    if (answer.output.ok) asked.resolve(answer.output.value);
    else asked.reject(new Fault('review-failed', answer.output.error));
  });
  child.once('exit', (code) => {
    if (hasEnded === null) log.warn(`the reviewer ended with status ${code}`);
    failAll(new Fault('review-failed', `The reviewer ended (status ${code}). Open the log again.`));
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (hasEnded !== null) return reject(hasEnded);
        const id = nextId++;
        const timeoutMs = isVerify(request) ? VERIFY_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
        const late = () => {
          waiting.delete(id);
          reject(new Fault('review-failed', `The reviewer did not answer within ${timeoutMs / 1000} s.`));
        };
        waiting.set(id, { resolve, reject, timer: setTimeout(late, timeoutMs) });
        child.postMessage({ id, request });
      }),
    end() {
      failAll(new Fault('review-closed', 'The log was closed.'));
      child.kill();
    },
  };
}

function isVerify(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'view' in request && request.view === 'verify';
}
