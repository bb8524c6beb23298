/** The house rules held over the whole tree, and for each a made-up source that breaks it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Breach,
  decisions,
  dependencies,
  directions,
  EXCEPTIONS,
  homeless,
  importsOf,
  LINES_MAX,
  links,
  namedThings,
  narrow,
  oneImporter,
  pureCore,
  type Source,
  sizes,
  TEST_LINES_MAX,
} from './tidy.ts';

const root = join(import.meta.dirname, '..');
const tree = treeOf(root);
/** The checkout, what stands beside it, and the home of whoever runs this: none may be named. */
const beside =
  dirname(root) === tmpdir() ? [root] : readdirSync(dirname(root)).map((name) => join(dirname(root), name));
const places = [...beside, homedir()].filter((place) => place !== '/' && place !== tmpdir());
/** Apart, or this file would itself be found to import what its controls name. */
const LATE = 'import';

function treeOf(folder: string): Source[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const isText = /\.(tsx?|js|json|jsonl|md|css|html|svg)$|^\.|^[^.]+$/;
  return listed.stdout
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(folder, path)))
    .map((path) => ({ path, text: isText.test(path) ? readFileSync(join(folder, path), 'utf8') : '' }));
}

const one = (path: string, text = ''): Source[] => [{ path, text }];
const lines = (count: number) => 'const a = 1;\n'.repeat(count);

describe('the tree', () => {
  it('was read', () => {
    expect(tree.length).toBeGreaterThan(300);
    expect(tree.find(({ path }) => path === 'server/bus.ts')?.text).toContain("from 'nats'");
  });

  const rules: readonly (readonly [string, (sources: readonly Source[]) => Breach[]])[] = [
    ['imports only in the directions of ARCHITECTURE.md', directions],
    ['knows NATS in one file a side', oneImporter],
    ['folds the market from protocol/ only, and shows it from stores', narrow],
    ['has a pure core', pureCore],
    [`has no file above ${LINES_MAX} lines, no test above ${TEST_LINES_MAX}`, sizes],
    ['has names that say something, no default exports and no barrels', namedThings],
    ['has a number and a line for every decision', decisions],
    ['has a pin and a reason for every dependency', dependencies],
    ['has no link that leads nowhere', links],
    ['names no folder of the machine it was written on', (sources) => homeless(sources, places)],
  ];
  for (const [words, rule] of rules)
    it(words, () => {
      expect(rule(tree)).toEqual([]);
    });

  it('has no exception that nothing needs', () => {
    for (const { path, imports } of EXCEPTIONS) {
      const text = tree.find((source) => source.path === path)?.text ?? '';
      expect(importsOf(text).join(' '), path).toContain(imports.replace(/^server\//, ''));
    }
  });
});

describe('control: each rule fails on a source that breaks it', () => {
  it.each([
    ['protocol/a.ts', "import { b } from '../server/core/sale.ts';"],
    ['protocol/a.ts', "import fs from 'node:fs';"],
    ['server/core/a.ts', "import type { B } from '../bus.ts';"],
    ['server/core/a.ts', "import * as v from 'valibot';"],
    ['server/a.ts', "import { b } from '../renderer/store.ts';"],
    ['server/a.ts', "import { useState } from 'react';"],
    ['server/a.test.ts', "import { b } from '../electron/main.ts';"],
    ['electron/a.ts', "import { startHouse } from '../server/house.ts';"],
    ['electron/a.ts', `const a = await ${LATE}('../renderer/feed.ts');`],
    ['renderer/a.ts', "import { join } from 'node:path';"],
    ['renderer/views/a.tsx', "import {\n  a,\n  b,\n} from '../../server/core/sale.ts';"],
    ['renderer/a.ts', "export { a } from 'electron';"],
    ['renderer/a.ts', "import { act } from '@testing-library/react';"],
    ['renderer/a.fixture.ts', "import { b } from '../server/house.ts';"],
    ['build/a.ts', "import '../renderer/main.tsx';"],
    ['e2e/a.spec.ts', "import { startHouse } from '../server/house.ts';"],
    ['tools/a.ts', ''],
  ])('directions: %s with %j', (path, text) => {
    expect(directions(one(path, text))).toHaveLength(1);
  });

  it('directions: allowed ones pass', () => {
    expect(directions(one('server/core/a.ts', "import type { Sale } from '../../protocol/sale.ts';"))).toEqual([]);
    expect(directions(one('server/a.ts', "import fs from 'node:fs';\nimport { a } from './core/sale.ts';"))).toEqual(
      [],
    );
    expect(directions(one('renderer/a.tsx', "import { createRoot } from 'react-dom/client';"))).toEqual([]);
    expect(directions(one('renderer/a.fixture.tsx', "import { act } from '@testing-library/react';"))).toEqual([]);
    expect(directions(one('protocol/a.ts', "/* import { b } from '../server/a.ts'; */"))).toEqual([]);
  });

  it('one importer', () => {
    expect(oneImporter(one('server/house.ts', "import { connect } from 'nats';"))).toHaveLength(1);
    expect(oneImporter(one('renderer/market.ts', "import { connect } from 'nats.ws';"))).toHaveLength(1);
    expect(oneImporter(one('server/bus.ts', "import { connect } from 'nats';"))).toEqual([]);
    expect(oneImporter(one('server/bus.test.ts', "import { connect } from 'nats';"))).toEqual([]);
  });

  it('market and views', () => {
    expect(narrow(one('renderer/market.ts', "import { a } from './store.ts';"))).toHaveLength(1);
    expect(narrow(one('renderer/views/a.tsx', "import { a } from '../feed/session.ts';"))).toHaveLength(1);
    expect(narrow(one('renderer/views/a.tsx', "import { a } from '../feed.ts';"))).toHaveLength(1);
    expect(narrow(one('renderer/views/a.tsx', "import type { A } from '../feed/words.ts';"))).toEqual([]);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'setTimeout(f)', 'async () => 1', 'console.log(1)'])(
    'pure core: %s',
    (text) => {
      expect(pureCore(one('server/core/a.ts', `const a = ${text};`))).toHaveLength(1);
      expect(pureCore(one('server/core/a.test.ts', `const a = ${text};`))).toEqual([]);
      expect(pureCore(one('server/core/a.ts', `// ${text}`))).toEqual([]);
    },
  );

  it('sizes', () => {
    expect(sizes(one('server/a.ts', lines(LINES_MAX)))).toEqual([]);
    expect(sizes(one('server/a.ts', lines(LINES_MAX + 1)))).toHaveLength(1);
    expect(sizes(one('server/a.test.ts', lines(TEST_LINES_MAX)))).toEqual([]);
    expect(sizes(one('e2e/a.spec.ts', lines(TEST_LINES_MAX + 1)))).toHaveLength(1);
  });

  it.each([
    ['server/index.ts', ''],
    ['server/utils.ts', ''],
    ['renderer/helpers.tsx', ''],
    ['protocol/types.ts', ''],
    ['server/common.test.ts', ''],
    ['server/a.ts', 'export default function a() {}'],
    ['server/a.ts', 'export { a as default };'],
    ['server/a.ts', "export * from './b.ts';"],
  ])('names: %s %j', (path, text) => {
    expect(namedThings(one(path, text))).toHaveLength(1);
  });

  it('decisions', () => {
    const index = { path: 'docs/adr/README.md', text: '- [0001](0001-a.md)\n- [0001](0001-b.md)' };
    expect(decisions([index, ...one('docs/adr/0001-a.md'), ...one('docs/adr/0001-b.md')])).toHaveLength(1);
    expect(decisions([index, ...one('docs/adr/0002-c.md')])).toHaveLength(1);
    expect(decisions([index, ...one('docs/adr/0001-a.md')])).toEqual([]);
  });

  it('dependencies', () => {
    const manifest = (version: string) =>
      one('package.json', JSON.stringify({ dependencies: { react: version }, devDependencies: {} }));
    const reference = (text: string) => one('docs/reference/dependencies.md', text);
    const line = '| `react` | views | MIT |';
    expect(dependencies([...manifest('1.0.0'), ...reference(line)])).toEqual([]);
    expect(dependencies([...manifest('^1.0.0'), ...reference(line)])).toHaveLength(1);
    expect(dependencies([...manifest('1.0.0'), ...reference('`react` in a sentence')])).toHaveLength(1);
    expect(dependencies([...manifest('1.0.0'), ...reference(`${line}\n| \`gone\` | x |`)])).toHaveLength(1);
  });

  it('links', () => {
    expect(links(one('docs/a.md', '[b](../b.md)'))).toHaveLength(1);
    expect(links([...one('docs/a.md', '[b](../b.md#c) [d](https://example.com/)'), ...one('b.md')])).toEqual([]);
  });

  it('folders of the machine', () => {
    expect(homeless(one('a.ts', "const a = '/srv/kim/rostrum/b';"), ['/srv/kim/rostrum'])).toHaveLength(1);
    expect(homeless(one('a.ts', "const a = './srv/kim/rostrum';"), ['/srv/kim/rostrum'])).toEqual([]);
    expect(homeless(tree, ['/v1/demo'])).not.toEqual([]);
  });
});
