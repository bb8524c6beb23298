/** For tests: whoever was sent out, and comes back with what he had. */
import { expect } from 'vitest';
import { openDesk } from './stage.ts';

type Before = Pick<Awaited<ReturnType<typeof openDesk>>, 'key' | 'login'>;

/** He is not let in where it was pushed, and dropped as he arrives where nats-server can do that; not because his time was over. */
export async function staysOut(user: string, { key, login }: Before): Promise<void> {
  const back = await openDesk(user, key, login).catch((fault: unknown) => {
    expect(String(fault)).toMatch(/not let in(?!.*expired)/i);
    return null;
  });
  await back?.line.closed;
  expect(back?.line.errors.join() ?? '').not.toMatch(/expired/i);
}
