/** The house rules that types cannot refuse, each a pure function of sources: what breaks it, in words. Reads no file; `tidy.test.ts` does. */
import { posix } from 'node:path';

/** A file of the repository: its path from the root, with `/`. */
export type Source = { readonly path: string; readonly text: string };
export type Breach = { readonly path: string; readonly what: string };

export const LINES_MAX = 400;
export const TEST_LINES_MAX = 500;

type Allowed = {
  readonly areas: readonly string[];
  readonly hasNode: boolean;
  /** `any`: every package but those of `ONE_IMPORTER` and `NOT_HERE`. */
  readonly packages: readonly string[] | 'any';
};

/** ARCHITECTURE.md, "Directions". */
const DIRECTIONS: Readonly<Record<string, Allowed>> = {
  protocol: { areas: [], hasNode: false, packages: ['valibot'] },
  'server/core': { areas: ['protocol'], hasNode: false, packages: [] },
  server: { areas: ['protocol', 'server/core'], hasNode: true, packages: 'any' },
  electron: { areas: ['protocol'], hasNode: true, packages: ['electron', 'electron-log', 'nkeys.js', 'valibot'] },
  renderer: {
    areas: ['protocol'],
    hasNode: false,
    packages: [
      ...['react', 'react-dom', 'zustand', 'react-aria-components', '@tanstack/react-virtual', 'lucide-react'],
      ...['uplot', 'tinykeys', 'valibot', 'nkeys.js', 'nats.ws', '@fontsource-variable/inter'],
    ],
  },
  build: { areas: ['protocol', 'server', 'server/core'], hasNode: true, packages: 'any' },
  e2e: {
    areas: ['protocol'],
    hasNode: true,
    packages: ['@playwright/test', '@axe-core/playwright', '@electron/fuses'],
  },
};

/** Packages that a folder with `any` may not have either. */
const NOT_HERE: Readonly<Record<string, readonly string[]>> = {
  server: ['react', 'react-dom', 'zustand', 'electron', 'nats.ws'],
  build: ['react', 'react-dom', 'electron', 'nats', 'nats.ws'],
};

/** The one file that may import a package. */
export const ONE_IMPORTER: Readonly<Record<string, string>> = {
  nats: 'server/bus.ts',
  'nats.ws': 'renderer/feed.ts',
};

/** What stands outside the directions, and why. Nothing else does. */
export const EXCEPTIONS: readonly { readonly path: string; readonly imports: string; readonly why: string }[] = [
  { path: 'server/bench/paint/naive.tsx', imports: 'react', why: 'the naive page draws the markup it is given' },
  { path: 'server/bench/paint/naive.tsx', imports: 'react-dom', why: 'the naive page that row paint compares with' },
  { path: 'server/bench/paint/naive.tsx', imports: 'zustand', why: 'the same' },
  {
    path: 'protocol/sale-schema.test.ts',
    imports: 'server/core',
    why: 'holds the schema against the core that it guards',
  },
];

const TEST = /\.(test|spec|bench|fuzz)\.tsx?$/;
const FOR_TESTS = /\.(test|spec|bench|fuzz|fixture)\.tsx?$/;
const CODE = /\.tsx?$/;

/** Every folder imports only what the table allows. Tests and their fixtures may also use Node and packages, never foreign folders. */
export function directions(sources: readonly Source[]): Breach[] {
  const found: Breach[] = [];
  for (const source of code(sources)) {
    const area = areaOf(source.path);
    const allowed = DIRECTIONS[area];
    if (allowed === undefined) {
      found.push({ path: source.path, what: `stands in ${area}, which has no line in the table of directions` });
      continue;
    }
    for (const name of importsOf(source.text)) {
      const target = targetOf(source.path, name);
      if (isExcepted(source.path, target.name) || mayImport(area, allowed, target, FOR_TESTS.test(source.path)))
        continue;
      found.push({ path: source.path, what: `imports ${target.name} (${name})` });
    }
  }
  return found;
}

/** NATS is known to one file a side. */
export function oneImporter(sources: readonly Source[]): Breach[] {
  return code(sources)
    .filter(({ path }) => !TEST.test(path))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => Object.hasOwn(ONE_IMPORTER, name) && ONE_IMPORTER[name] !== path)
        .map((name) => ({ path, what: `imports ${name}, which is for ${ONE_IMPORTER[name]} only` })),
    );
}

/** `renderer/market.ts` folds wire messages and knows nothing else; views are reached by the feed's words only, as types. */
export function narrow(sources: readonly Source[]): Breach[] {
  const found: Breach[] = [];
  for (const { path, text } of code(sources)) {
    if (path === 'renderer/market.ts')
      for (const name of importsOf(text))
        if (!name.startsWith('../protocol/')) found.push({ path, what: `imports ${name}; it sees protocol/ only` });
    if (path.startsWith('renderer/views/') && !TEST.test(path))
      for (const name of importsOf(text))
        if (/\/feed(?:\/(?!words\.ts$)[\w-]+)?\.ts$/.test(name))
          found.push({ path, what: `imports ${name}; a view sees stores` });
  }
  return found;
}

const IMPURE =
  /\bDate\b|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\basync\b|\bawait\b|\bconsole\.|\bprocess\.|\bperformance\./;

/** The core knows no clock, no chance and no waiting. */
export function pureCore(sources: readonly Source[]): Breach[] {
  return code(sources)
    .filter(({ path }) => path.startsWith('server/core/') && !TEST.test(path))
    .flatMap(({ path, text }) => {
      const word = IMPURE.exec(withoutComments(text))?.[0];
      return word === undefined ? [] : [{ path, what: `says ${word}; time and chance are fields of a command` }];
    });
}

export function sizes(sources: readonly Source[]): Breach[] {
  return code(sources).flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1;
    const most = TEST.test(path) ? TEST_LINES_MAX : LINES_MAX;
    return lines > most ? [{ path, what: `has ${lines} lines, at most ${most}` }] : [];
  });
}

/** No default export but in a tool's configuration; no file that only hands on; no name that says nothing. */
export function namedThings(sources: readonly Source[]): Breach[] {
  const found: Breach[] = [];
  for (const { path, text } of code(sources)) {
    const name = posix.basename(path).replace(/(\.(test|spec|bench|fuzz))?\.tsx?$/, '');
    if (/^(index|utils?|helpers?|common|types|misc|shared)$/i.test(name))
      found.push({ path, what: 'has no noun for a name' });
    if (!path.endsWith('.config.ts') && /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
      found.push({ path, what: 'has a default export' });
    if (/^export (?:type )?\* /m.test(text)) found.push({ path, what: 'hands on another file whole (a barrel)' });
  }
  return found;
}

/** Decisions have a number of their own, and a line in the index. */
export function decisions(sources: readonly Source[]): Breach[] {
  const index = sources.find(({ path }) => path === 'docs/adr/README.md')?.text ?? '';
  const seen = new Map<string, string>();
  const found: Breach[] = [];
  for (const { path } of sources) {
    const number = /^docs\/adr\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1];
    if (number === undefined) continue;
    const before = seen.get(number);
    if (before !== undefined) found.push({ path, what: `has the number of ${before}` });
    seen.set(number, path);
    if (!index.includes(`](${posix.basename(path)})`)) found.push({ path, what: 'has no line in docs/adr/README.md' });
  }
  return found;
}

type Manifest = Readonly<Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>>;

/** Each package is pinned to one version and has its reason in the reference, which has none for a package that went. */
export function dependencies(sources: readonly Source[]): Breach[] {
  const path = 'package.json';
  const reference = 'docs/reference/dependencies.md';
  const text = (name: string) => sources.find((source) => source.path === name)?.text ?? '';
  const manifest: Manifest = JSON.parse(text(path));
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
  const [ofNpm = ''] = text(reference).split('## Not from npm');
  const lines = ofNpm.split('\n').flatMap((line) => (line.startsWith('| `') ? [line.split('|')[1] ?? ''] : []));
  const named = new Set(lines.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')));
  return [
    ...Object.entries(wanted)
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => ({ path, what: `${name} is not pinned (${version})` })),
    ...Object.keys(wanted)
      .filter((name) => !named.has(name))
      .map((name) => ({ path, what: `${name} has no line in ${reference}` })),
    ...[...named]
      .filter((name) => !Object.hasOwn(wanted, name))
      .map((name) => ({ path: reference, what: `has a line for ${name}, which is not in ${path}` })),
  ];
}

/** A relative link in a document leads to a file of the repository. */
export function links(sources: readonly Source[]): Breach[] {
  const paths = sources.map(({ path }) => path);
  return sources
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)]
        .map(([, to = '']) => posix.join(posix.dirname(path), to))
        .filter((to) => !paths.some((one) => one === to || one.startsWith(`${to.replace(/\/$/, '')}/`)))
        .map((to) => ({ path, what: `links to ${to}, which is not there` })),
    );
}

/** No file names a place of the machine that it was written on: `places` are absolute folders. */
export function homeless(sources: readonly Source[], places: readonly string[]): Breach[] {
  const patterns = places.map((place) => new RegExp(`(?<![\\w./:@-])${escaped(place)}(?![\\w-])`));
  return sources.flatMap(({ path, text }) =>
    patterns.some((pattern) => pattern.test(text))
      ? [{ path, what: 'names a folder of the machine it was written on' }]
      : [],
  );
}

type Target = { readonly kind: 'area' | 'node' | 'package'; readonly name: string };

function mayImport(area: string, allowed: Allowed, { kind, name }: Target, isTest: boolean): boolean {
  if (kind === 'area') return name === area || allowed.areas.includes(name);
  if (isTest) return true;
  if (kind === 'node') return allowed.hasNode;
  if (allowed.packages === 'any') return !(NOT_HERE[area] ?? []).includes(name);
  return allowed.packages.includes(name);
}

function isExcepted(path: string, name: string): boolean {
  return EXCEPTIONS.some((one) => one.path === path && one.imports === name);
}

function targetOf(path: string, name: string): Target {
  if (name.startsWith('.')) return { kind: 'area', name: areaOf(posix.join(posix.dirname(path), name)) };
  if (name.startsWith('node:')) return { kind: 'node', name };
  return {
    kind: 'package',
    name: name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

function areaOf(path: string): string {
  return path.startsWith('server/core/') ? 'server/core' : (path.split('/')[0] ?? '');
}

/** What a file imports or hands on, also by `import()`. */
export function importsOf(text: string): string[] {
  const still = /^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
  const late = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  const bare = withoutComments(text);
  return [...bare.matchAll(still), ...bare.matchAll(late)].map((match) => match[1] ?? match[2] ?? '');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function code(sources: readonly Source[]): Source[] {
  return sources.filter(({ path }) => CODE.test(path));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
