import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const THREAD = `
  import { getPriority } from 'node:os';
  import { parentPort, workerData } from 'node:worker_threads';
  const { giveWay, threadId } = await import(workerData);
  giveWay();
  parentPort.postMessage({ thread: getPriority(threadId()), process: getPriority(process.pid) });
`;

it.runIf(process.platform === 'linux')('gives way as a thread, and its process does not', async () => {
  const before = getPriority(process.pid);
  const url = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);
  const worker = new Worker(url, { workerData: new URL('./yielding.ts', import.meta.url).href, execArgv: [] });
  const said = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(said).toEqual({ thread: 19, process: before });
  await worker.terminate();
});
