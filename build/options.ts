/** The options of `npm start`. Pure: an array of words in, options or a `SetupFault` out. */
import { SetupFault } from './fault.ts';

export type DeskRole = 'bidder' | 'clerk' | 'review';

export type StartOptions = {
  readonly role: DeskRole;
  readonly headless: boolean;
  readonly demo: boolean;
  /** A sale of one's own, as JSON; the demonstration sale stays away then. */
  readonly saleFile: string | null;
  /** The HTTP port; NATS and WebSocket take the two after it. Null: the defaults. */
  readonly port: number | null;
  /** A simulated auctioneer, until a human clerk acts. */
  readonly auctioneer: boolean;
  /** Simulated bidders at the demonstration. */
  readonly bots: boolean;
  /** A new demonstration sale, even when the last one is not over. */
  readonly fresh: boolean;
  readonly help: boolean;
};

export const START_HELP = `npm start -- [options]

  --role bidder|clerk|review   whose desk to open (bidder)
  --headless                   open no desk; print its address
  --no-demo                    an empty house: no demonstration sale, no simulated bidders
  --sale FILE                  run this sale (JSON, see docs/reference/sale.md) in place of the demonstration
  --no-auctioneer              no simulated auctioneer: a clerk opens and hammers the lots
  --no-bots                    no simulated bidders: only the people who sign in
  --fresh                      a new demonstration sale, even when the last one is not over
  --port N                     HTTP on N, NATS on N+1, WebSocket on N+2 (4280, 4271, 4272)
  --help                       this

The data folder is ROSTRUM_DATA, else .rostrum in your home.`;

const roles: readonly DeskRole[] = ['bidder', 'clerk', 'review'];

export function parseOptions(words: readonly string[]): StartOptions {
  let options: StartOptions = {
    role: 'bidder',
    headless: false,
    demo: true,
    saleFile: null,
    port: null,
    auctioneer: true,
    bots: true,
    fresh: false,
    help: false,
  };
  for (let i = 0; i < words.length; i += 1) {
    const [name = '', inline] = splitOnce(words[i] ?? '');
    const value = (): string => {
      if (inline !== undefined) return inline;
      i += 1;
      const next = words[i];
      if (next === undefined || next.startsWith('--')) throw bad(name, 'needs a value');
      return next;
    };
    if (name === '--role') options = { ...options, role: roleOf(value()) };
    else if (name === '--headless') options = { ...options, headless: true };
    else if (name === '--no-demo') options = { ...options, demo: false };
    else if (name === '--sale') options = { ...options, saleFile: value(), demo: false };
    else if (name === '--no-auctioneer') options = { ...options, auctioneer: false };
    else if (name === '--no-bots') options = { ...options, bots: false };
    else if (name === '--fresh') options = { ...options, fresh: true };
    else if (name === '--port') options = { ...options, port: portOf(value()) };
    else if (name === '--help' || name === '-h') options = { ...options, help: true };
    else throw new SetupFault('option-unknown', `npm start knows no option ${name}`, 'see npm start -- --help');
  }
  return options;
}

function splitOnce(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function roleOf(value: string): DeskRole {
  const role = roles.find((one) => one === value);
  if (role === undefined) throw bad('--role', `is ${roles.join(', ')}, not ${value}`);
  return role;
}

function portOf(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_533)
    throw bad('--port', `is a number from 1 to 65533, not ${value}`);
  return port;
}

function bad(name: string, why: string): SetupFault {
  return new SetupFault('option-value', `${name} ${why}`, 'see npm start -- --help');
}
