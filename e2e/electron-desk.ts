/** Desks for specs, on a small house: one that all tests of a spec sit at and none leaves elsewhere than it was, or one of each test's own. */
import { test } from '@playwright/test';
import {
  type Shell,
  type ShellOptions,
  type SmallHouse,
  startShell,
  startSmallHouse,
  stopShell,
} from './electron-shell.ts';

export type Desk = {
  readonly house: SmallHouse;
  readonly shell: Shell;
  /** Every address that the page has asked for since it was there. */
  readonly requests: readonly string[];
};

/** To be called at the top of a spec; what it returns is there from the first test on. */
export function oneDesk(): Desk {
  const requests: string[] = [];
  let house: SmallHouse | undefined;
  let shell: Shell | undefined;
  test.beforeAll(async () => {
    house = await startSmallHouse();
    shell = await startShell({ house: house.origin });
    shell.page.on('request', (request) => requests.push(request.url()));
    shell.page.on('websocket', (socket) => requests.push(socket.url()));
  });
  test.afterAll(async () => {
    await stopShell(shell);
    house?.close();
  });
  test.beforeEach(() => {
    const url = shell?.page.url() ?? 'nowhere';
    if (!url.startsWith('app://rostrum/')) throw new Error(`the desk is at ${url}`);
  });
  return {
    get house() {
      return there(house);
    },
    get shell() {
      return there(shell);
    },
    requests,
  };
}

export type OwnDesks = {
  readonly house: SmallHouse;
  /** Starts a desk on the house of the spec, unless the test names another. It is stopped after the test. */
  start(options?: Partial<ShellOptions>): Promise<Shell>;
};

/** To be called at the top of a spec whose tests do with a desk what the next one must not find. */
export function ownDesks(): OwnDesks {
  let house: SmallHouse | undefined;
  let shell: Shell | undefined;
  test.beforeAll(async () => {
    house = await startSmallHouse();
  });
  test.afterAll(() => house?.close());
  test.afterEach(async () => {
    await stopShell(shell);
    shell = undefined;
  });
  return {
    get house() {
      return there(house);
    },
    async start(options = {}) {
      shell = await startShell({ house: there(house).origin, ...options });
      return shell;
    },
  };
}

function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the desk has not started');
  return part;
}
