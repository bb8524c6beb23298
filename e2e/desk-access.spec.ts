/** Every screen of every desk, in every theme and in forced colours: axe finds nothing. A screen that is not in these tables is not looked at. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectNoFinding } from './axe.ts';
import { openStage, type Stage, sitDown } from './stage.ts';

type Screen = readonly [name: string, open: (page: Page) => Promise<unknown>];

// Some twenty screens a desk, four looks each.
test.setTimeout(240_000);

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterEach(async ({ browser }) => {
  stage?.killNats('SIGCONT');
  await Promise.all(browser.contexts().map((context) => context.close()));
});
test.afterAll(() => stage?.close());

/** Each is opened from where the one before was closed. */
async function walk(page: Page, screens: readonly Screen[]): Promise<void> {
  for (const [name, open] of screens)
    await test.step(name, async () => {
      await open(page);
      await expectNoFinding(page, name);
      while ((await dialogOf(page).count()) > 0) {
        await page.keyboard.press('Escape');
        await expect(dialogOf(page)).toHaveCount(0);
      }
    });
}

const dialogOf = (page: Page) => page.locator('[role="dialog"], [role="alertdialog"]');
const press = (key: string, dialog: string | RegExp) => async (page: Page) => {
  await page.keyboard.press(key);
  await expect(dialogOf(page).filter({ hasText: dialog })).toBeVisible();
};
const turn = (name: string) => async (page: Page) => {
  const radio = page.getByRole('radio', { name, exact: true });
  await expect(async () => {
    // The label that is seen lies over the radio.
    if (!(await radio.isChecked())) await radio.click({ force: true, timeout: 1000 });
    await expect(radio).toBeChecked({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
};
const asTable = async (page: Page) => {
  await page.getByRole('button', { name: 'Show as table' }).last().click();
  await expect(page.getByRole('button', { name: 'Show as picture' }).last()).toBeVisible();
};

/** What every desk has. */
const EVERYWHERE: readonly Screen[] = [
  ['keys', press('Shift+?', 'Show these keys')],
  ['settings', press(',', 'Text size')],
  [
    'settings, a new password',
    async (page) => {
      await press(',', 'Text size')(page);
      await page.getByRole('button', { name: 'Change…' }).click();
      await expect(page.getByLabel('Present password')).toBeFocused();
    },
  ],
  ['connection', press('c', 'Round trip, median')],
  ['connection, as a table', async (page) => [await press('c', 'Round trip, median')(page), await asTable(page)]],
  ['progress of the sale', press('i', 'Hammer total')],
];

const BIDDER: readonly Screen[] = [
  ['bidder', (page) => page.getByText('Evening on the lake').first().click()],
  [
    'bidder, asked before a bid',
    async (page) => {
      await expect(page.getByRole('button', { name: 'Bid £380' })).toBeEnabled();
      await press('b', 'You asked to be asked')(page);
    },
  ],
  [
    'bidder, leading',
    async (page) => {
      await press('b', 'You asked to be asked')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Bid £380' }).click();
      await expect(page.getByRole('button', { name: /You lead/ })).toBeVisible();
    },
  ],
  ['bidder, receipt', press('r', /In the log|Seq|seq/)],
  ['bidder, depth', turn('Depth')],
  ['bidder, depth as a table', asTable],
  ['bidder, price as a table', async (page) => [await turn('Price')(page), await asTable(page)]],
  ['bidder, own bids', turn('Your bids')],
  ['bidder, the house', turn('The house')],
  ['bidder, no lots', turn('Watched')],
  ...EVERYWHERE,
  [
    'bidder at 390',
    async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await expect(page.getByRole('radio', { name: 'This lot' })).toBeVisible();
    },
  ],
  ['bidder at 390, yours', turn('Yours')],
  ['bidder at 390, lots', turn('Lots')],
];

const CLERK: readonly Screen[] = [
  ['clerk', (page) => expect(page.getByRole('region', { name: 'Commands' })).toBeVisible()],
  [
    'clerk, lot open',
    async (page) => {
      await page.keyboard.press('Enter');
      await expect(page.getByText('Open', { exact: true }).first()).toBeVisible();
    },
  ],
  [
    'clerk, why no hammer',
    async (page) => {
      await page.keyboard.press('h');
      await expect(page.getByText('There is no bid to sell to. Pass it instead.')).toBeVisible();
    },
  ],
  [
    'clerk, a bid',
    async (page) => {
      await page.keyboard.press('Space');
      await expect(page.getByRole('button', { name: /^Hammer/ })).toBeEnabled();
    },
  ],
  ['clerk, set the ask', press('a', /./)],
  ['clerk, telephone', press('p', /./)],
  ['clerk, book', press('b', /./)],
  ['clerk, register', press('r', /./)],
  ['clerk, void', press('v', /./)],
  ['clerk, why withdraw', press('d', /./)],
  ['clerk, why hold', press('l', /./)],
  ['clerk, message', press('t', /./)],
  ['clerk, messages', turn('Messages')],
  ['clerk, orders', turn('Orders')],
  ['set up', turn('Set up')],
  [
    'set up, wrong cells',
    async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a file' }).click();
      const list = 'lot,title,opening,reserve,low,high\nc1,A clock,1200,1500,1500,2000\nc2,,two,,900,1200\n';
      await (await chooser).setFiles({ name: 'Clocks.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
      await expect(page.getByText('2 lots, 2 things wrong')).toBeVisible();
    },
  ],
  ['set up, bidders', turn('Bidders')],
  ['set up, rehearsal', turn('Rehearsal')],
  [
    'set up, rehearsal running',
    async (page) => {
      await page.getByRole('radio', { name: '1×', exact: true }).click({ force: true });
      await page.getByRole('button', { name: 'Rehearse' }).click();
      await expect(page.getByRole('region', { name: 'How the rehearsal went' })).toContainText('Playing');
    },
  ],
  [
    'set up, rehearsal stopped',
    async (page) => {
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect(page.getByRole('region', { name: 'How the rehearsal went' })).toContainText('Stopped');
    },
  ],
];

const REVIEW: readonly Screen[] = [
  ['review', (page) => expect(page.getByRole('row', { name: /Sale set up/ })).toBeVisible()],
  [
    'review, comparing',
    async (page) => {
      await page.keyboard.press('Home');
      await page.keyboard.press('p');
      await page.keyboard.press('End');
      await expect(page.getByText(/lots? differs?/)).toBeVisible();
    },
  ],
  ['review, depth', turn('Depth')],
  ['review, the sale', turn('Sale')],
  ['review, results', turn('Results')],
  ['review, buyers', turn('Buyers')],
  ['review, told', turn('Told')],
  ['review, signs', turn('Signs')],
  [
    'review, verified',
    async (page) => {
      await page.keyboard.press('v');
      await expect(page.getByText(/^Right: \d+ records/)).toBeVisible();
    },
  ],
  ['review, record', press('Enter', /Record|record/)],
];

async function sit(browser: Browser, name: RegExp, prefs: object = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.addInitScript((text) => localStorage.setItem('rostrum.prefs.v1', text), JSON.stringify(prefs));
  await page.goto(stage.address);
  await page.getByRole('region', { name: 'Demonstration' }).getByRole('button', { name }).click();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
  return page;
}

test('the door', async ({ page }) => {
  await page.goto(stage.address);
  await walk(page, [
    ['sign-in', (door) => expect(door.getByRole('region', { name: 'Demonstration' })).toBeVisible()],
    [
      'sign-in, refused',
      async (door) => {
        await door.getByLabel('User').fill('anna');
        await door.getByLabel('Password').fill('wrong');
        await door.getByRole('button', { name: 'Sign in', exact: true }).click();
        await expect(door.getByRole('alert')).toBeVisible();
      },
    ],
  ]);
});

test('the door of a house with a provider', async ({ page }) => {
  // Its word alone: the provider itself is stood at in desk-provider.spec.ts.
  await page.route('**/v1/oidc', (route) => route.fulfill({ json: { issuer: 'https://sign-in.example' } }));
  await page.goto(stage.address);
  await walk(page, [
    [
      'sign-in, provider',
      (door) => expect(door.getByRole('button', { name: 'Sign in with sign-in.example' })).toBeVisible(),
    ],
  ]);
});

test('the bidder', async ({ browser }) => {
  await walk(await sit(browser, /Anna/, { confirmFromMinor: 0 }), BIDDER);
});

test('a bidder who is not registered', async ({ page }) => {
  const password = 'a-long-word-for-this-test-only';
  const args = [
    'server/cli/rostrum.ts',
    'users',
    'add',
    'dora',
    '--role',
    'bidder',
    '--name',
    'Dora',
    '--paddle',
    '777',
  ];
  const added = spawnSync(process.execPath, [...args, '--data', stage.folder], {
    cwd: join(import.meta.dirname, '..'),
    input: `${password}\n`,
    encoding: 'utf8',
  });
  expect(added.status, added.stderr).toBe(0);
  await page.goto(stage.address);
  await page.getByLabel('User').fill('dora');
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Password').press('Enter');
  const own = page.getByRole('region', { name: 'Your registration' });
  await walk(page, [
    ['bidder, not registered', () => expect(own).toContainText('You are not registered')],
    [
      'bidder, applied',
      async () => {
        await own.getByRole('button').first().click();
        await expect(own).toContainText('You applied');
      },
    ],
  ]);
});

test('the clerk, and setting a sale up', async ({ browser }) => {
  await walk(await sit(browser, /Clara/), CLERK);
});

test('the reviewer', async ({ browser }) => {
  await walk(await sit(browser, /review/), REVIEW);
});

test('a desk whose house is silent', async ({ browser }) => {
  const page = await sitDown(browser, stage, /Ben/);
  const clerk = await sitDown(browser, stage, /Clara/);
  stage.killNats('SIGSTOP');
  for (const [desk, width] of [
    [clerk, 1280],
    [page, 390],
  ] as const) {
    await desk.setViewportSize({ width, height: 800 });
    const why = desk.getByText('The connection is lost. Nothing is sent until it is back.');
    await expect(why).toBeVisible({ timeout: 60_000 });
    // The sentence is read whole, however little room the bar has.
    expect(await why.evaluate(cutPx), `at ${width}`).toBe(0);
  }
  const noWord = (desk: Page) => expect(desk.getByTitle('Connection in detail')).not.toContainText('Live');
  await walk(page, [
    ['bidder, no word', noWord],
    ['bidder, no word, in detail', press('c', 'Round trip, median')],
  ]);
  await walk(clerk, [
    ['clerk, no word', noWord],
    ['clerk, a key without a word', (desk) => desk.keyboard.press('h')],
    ['set up, no word', turn('Set up')],
  ]);
});

test('a sale that is held, and a bidder who is suspended', async ({ browser }) => {
  const clerk = await sit(browser, /Clara/);
  const page = await sit(browser, /Ben/);
  await page.getByText('Evening on the lake').first().click();
  await walk(clerk, [
    [
      'clerk, held',
      async (desk) => {
        await desk.keyboard.press('l');
        await desk.keyboard.press('1');
        await expect(desk.getByText('The sale is held.')).toBeVisible();
      },
    ],
    ['clerk, a key of a held sale', (desk) => desk.keyboard.press('h')],
    ['clerk, resume', press('l', 'grace')],
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  const why = page.getByText('Sale held: Technical trouble. Clocks and bids wait.');
  await expect(why).toBeVisible();
  expect(await why.evaluate(cutPx)).toBe(0);
  await walk(page, [['bidder at 390, held', () => expect(why).toBeVisible()]]);
  const users = ['server/cli/rostrum.ts', 'users', 'suspend', 'ben', '--reason', 'Unpaid', '--data', stage.folder];
  expect(spawnSync(process.execPath, users, { cwd: join(import.meta.dirname, '..') }).status).toBe(0);
  await walk(page, [
    ['suspended', () => expect(page.getByRole('alert')).toContainText(/suspended|ended this session/)],
  ]);
});

/** By how much a sentence of the bar is larger than the box that it stands in. */
function cutPx(words: Element): number {
  const box = words.closest('[role="status"]');
  if (box === null) return Number.NaN;
  const [inner, outer] = [words.getBoundingClientRect(), box.getBoundingClientRect()];
  return Math.round(Math.max(0, inner.height - outer.height, inner.width - outer.width));
}
