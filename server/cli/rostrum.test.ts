import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Said = { readonly status: number | string | null; readonly out: string; readonly err: string };

function rostrum(...args: readonly string[]): Promise<Said> {
  const file = join(import.meta.dirname, 'rostrum.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { timeout: 60_000 }, (fault, out, err) =>
      resolve({ status: fault === null ? 0 : (fault.code ?? null), out, err }),
    );
  });
}

test.each([
  ['users', /suspend ID --reason TEXT/],
  ['keys', /rotate +a new key/],
  ['sale', /sale import FILE/],
  ['log', /exit status/],
  ['verify', /verify/],
])('%s --help says how it is used, and that is no fault', async (verb, words) => {
  expect(await rostrum(verb, '--help')).toEqual({ status: 0, out: expect.stringMatching(words), err: '' });
});

test('an option that there is not is one sentence and the usage, without a trace', async () => {
  const { status, out, err } = await rostrum('keys', 'show', '--nonsense');
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(/^Unknown option '--nonsense'\nusage: rostrum keys/);
});
