/**
 * The first program that a newcomer runs: plain JavaScript for Node 18 and later. It installs what package-lock.json says
 * when node_modules differs from it, then hands over to the Node of this project. It must need nothing that is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** True when every package of the lock file stands in node_modules at its version. npm writes its list last, so a broken install shows. */
export function isInstalled(folder) {
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const present = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null || !existsSync(join(folder, 'node_modules', '.bin', 'node'))) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.version === entry.version;
  });
}

/** The Node to install with: never the one that the installation is about to replace. */
export function nodeOutside(folder, path) {
  const inside = join(folder, 'node_modules');
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = path
    .split(delimiter)
    .filter((part) => part !== '' && !part.startsWith(inside))
    .map((part) => join(part, name))
    .find((file) => existsSync(file));
  return found ?? process.execPath;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

function install() {
  const npm = process.env.npm_execpath;
  const from = Date.now();
  // On standard error: what a command of the project prints on standard output is its own.
  console.error('· installing packages (npm ci)');
  const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm
    ? spawnSync(nodeOutside(root, process.env.PATH ?? ''), [npm, ...arguments_], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', arguments_, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0 || !isInstalled(root))
    refuse(
      'install-failed',
      'npm could not install the packages; see its message above, then run the same command again',
    );
  console.error(`· packages installed in ${Math.round((Date.now() - from) / 1000)} s`);
}

function refuse(code, sentence) {
  console.error(`rostrum: ${code}: ${sentence}.`);
  process.exit(1);
}

/** Runs the program with the right Node, as a child that gets our signals. */
function handOver(program, rest) {
  const file = join(root, program);
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [file, ...rest], { stdio: 'inherit', env: { ...process.env, PATH: path } });
  // Ctrl-C reaches the child by the terminal; these come from elsewhere and are passed on. Both are waited out, not died of.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    refuse('node-missing', `${error.message}; delete node_modules and run the same command again`),
  );
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program, ...rest] = process.argv.slice(2);
  if (Number(process.versions.node.split('.')[0]) < 18)
    refuse('node-too-old', `this is Node ${process.versions.node}; install Node 18 or later from https://nodejs.org`);
  if (program === undefined)
    refuse('program-missing', 'say which program to run after the set-up, for example build/start.ts');
  process.chdir(root);
  if (!isInstalled(root)) install();
  handOver(program, rest);
}
