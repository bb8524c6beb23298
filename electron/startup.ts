/** What the command line asks for. Pure. */
import { type LinkAction, linkIn } from './deeplink.ts';
import { type House, parseHouse } from './house.ts';

export type Startup = {
  /** Null: not named; a named one that is no house's address is `house-invalid`. */
  readonly house: House | null;
  readonly houseInvalid: string | null;
  readonly role: 'bidder' | 'clerk' | 'review' | null;
  readonly profileFolder: string | null;
  readonly link: LinkAction | null;
  readonly hasNoSandbox: boolean;
};

const ROLES = ['bidder', 'clerk', 'review'] as const;

/** Own flags are read from `argv`, not from Chromium's command line, which lower-cases them from Electron 36 on. */
export function parseStartup(argv: readonly string[]): Startup {
  const named = flagOf(argv, 'house');
  const house = named === null ? null : parseHouse(named);
  const role = flagOf(argv, 'role');
  return {
    house,
    houseInvalid: named !== null && house === null ? named : null,
    role: ROLES.find((known) => known === role) ?? null,
    profileFolder: flagOf(argv, 'user-data-dir'),
    link: linkIn(argv),
    hasNoSandbox: argv.includes('--no-sandbox'),
  };
}

function flagOf(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  const found = argv.find((argument) => argument.startsWith(prefix));
  return found === undefined || found.length === prefix.length ? null : found.slice(prefix.length);
}
