/** The operator's own door: a socket in the data folder that only its owner can open. The command line speaks here to a running house. */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Sale } from '../protocol/sale.ts';
import { showable } from './catalogue.ts';
import type { Absentee, Booked } from './door/absentees.ts';
import { hashPassword } from './identity/password.ts';
import { type NewUser, refusePassword, type Users } from './identity/users.ts';

/** What the command line may ask of a running house. */
export type AdminAsk =
  | { readonly ask: 'add-user'; readonly user: NewUser }
  | { readonly ask: 'list-users' }
  | { readonly ask: 'suspend'; readonly user: string; readonly reason: string }
  | { readonly ask: 'reinstate'; readonly user: string }
  | { readonly ask: 'approve'; readonly sale: string; readonly bidder: string; readonly limitMinor: number | null }
  | { readonly ask: 'reset'; readonly user: string; readonly password: string }
  | { readonly ask: 'add-sale'; readonly sale: Sale }
  | { readonly ask: 'list-sales' }
  | { readonly ask: 'book'; readonly sale: string; readonly bids: readonly Absentee[]; readonly isTry: boolean }
  /** Answers the public half of the new key. */
  | { readonly ask: 'rotate-keys'; readonly atOnce: boolean };
export type AdminAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

export type Admin = { close(): Promise<void> };

export type AdminInput = {
  readonly dataDir: string;
  readonly users: Users;
  readonly addSale: (sale: Sale) => Promise<unknown>;
  readonly listSales: () => readonly unknown[];
  readonly book: (sale: string, bids: readonly Absentee[], isTry: boolean) => Promise<Booked>;
  readonly suspend: (user: string, reason: string) => Promise<void>;
  readonly reinstate: (user: string) => Promise<readonly string[]>;
  /** For a sale, with a limit in minor units where there is one. */
  readonly approve: (sale: string, bidder: string, limitMinor: number | null) => Promise<unknown>;
  /** Ends whatever runs of this person. */
  readonly logout: (user: string) => Promise<void>;
  readonly rotateKeys: (atOnce: boolean) => Promise<string>;
  readonly log: Logger;
};

const BODY_BYTES_MAX = 64 * 1024 * 1024;

export async function openAdmin(input: AdminInput): Promise<Admin> {
  const path = socketPath(input.dataDir);
  await mkdir(join(input.dataDir, 'run'), { recursive: true, mode: 0o700 });
  await rm(path, { force: true });
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_BYTES_MAX) incoming.destroy();
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      let asked: string | undefined;
      // What is no JSON, or none of these, must not end the house either.
      const answer = async () => {
        const ask = JSON.parse(Buffer.concat(chunks).toString()) as AdminAsk;
        asked = ask.ask;
        return doAsk(input, ask);
      };
      answer().then(
        (value) => response.end(JSON.stringify({ ok: true, value: value ?? null } satisfies AdminAnswer)),
        (cause: unknown) => {
          const message = cause instanceof Error ? cause.message : String(cause);
          input.log.warn({ ask: asked, message }, 'the operator asked in vain');
          response.end(JSON.stringify({ ok: false, message } satisfies AdminAnswer));
        },
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks the running house; null when none runs on this data folder. */
export function askHouse(dataDir: string, ask: AdminAsk): Promise<AdminAnswer | null> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: socketPath(dataDir), method: 'POST', path: '/' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as AdminAnswer));
    });
    asking.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') resolve(null);
      else reject(cause);
    });
    asking.end(JSON.stringify(ask));
  });
}

async function doAsk(input: AdminInput, ask: AdminAsk): Promise<unknown> {
  const { users } = input;
  switch (ask.ask) {
    case 'add-user':
      await users.add(ask.user);
      return null;
    case 'list-users':
      return users.list().map(({ passwordHash, ...user }) => ({ ...user, hasPassword: passwordHash !== null }));
    case 'suspend':
      return input.suspend(ask.user, ask.reason);
    case 'reinstate':
      return input.reinstate(ask.user);
    case 'approve':
      return input.approve(ask.sale, ask.bidder, ask.limitMinor);
    case 'reset':
      refusePassword(ask.password);
      await users.change(ask.user, { passwordHash: await hashPassword(ask.password) });
      // Whoever had the old one may be in.
      return input.logout(ask.user);
    case 'add-sale':
      await input.addSale(showable(ask.sale, 'the sale'));
      return null;
    case 'list-sales':
      return input.listSales();
    case 'book':
      return input.book(ask.sale, ask.bids, ask.isTry);
    case 'rotate-keys':
      return input.rotateKeys(ask.atOnce);
    default:
      throw new Error('This house knows no such request; it may be older than the command line.');
  }
}

function socketPath(dataDir: string): string {
  return join(dataDir, 'run', 'house.sock');
}
