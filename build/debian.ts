/** What Debian's apt can bring: what is installed only as root on Debian or its kin, what is unpacked into a folder by anybody there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function canApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** The packages of the list that dpkg does not have. */
export function missingPackages(names: readonly string[]): readonly string[] {
  const said = spawnSync('dpkg', ['-l', ...names], { encoding: 'utf8', env: { ...process.env, COLUMNS: '200' } });
  const present = new Set(
    (said.stdout ?? '')
      .split('\n')
      .filter((line) => line.startsWith('ii '))
      .map((line) => line.split(/\s+/)[1]?.split(':')[0]),
  );
  return names.filter((name) => !present.has(name));
}

/** Installs with the lists as they are, and once more after fetching them. True when all is there afterwards. */
export function aptInstall(names: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    }).status === 0;
  if (install()) return true;
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  return install();
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const UNPACK_MS_MAX = 60_000;

/**
 * Unpacks one package of another release of Debian (`suite`) into `into`, which installs nothing and needs no root: apt looks it up in
 * lists of its own and checks Debian's signature. False where that cannot be had.
 */
export function unpackFrom(suite: string, name: string, into: string): boolean {
  if (![KEYRING, '/usr/bin/apt-get', '/usr/bin/dpkg-deb'].every((path) => existsSync(path))) return false;
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-apt-'));
  try {
    const [list, lists, cache] = ['suite.list', 'lists', 'cache'].map((part) => join(folder, part)) as [
      string,
      string,
      string,
    ];
    mkdirSync(join(lists, 'partial'), { recursive: true });
    mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
    writeFileSync(list, `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${suite} main\n`);
    const settings = [
      ...[`Dir::Etc::SourceList=${list}`, 'Dir::Etc::SourceParts=/dev/null'],
      ...[`Dir::State::Lists=${lists}`, `Dir::Cache=${cache}`, 'APT::Sandbox::User='],
      ...['Acquire::Languages=none', 'Acquire::Retries=0', 'Acquire::http::Timeout=10'],
    ].flatMap((setting) => ['-o', setting]);
    const isDone = (command: string, args: readonly string[]) =>
      spawnSync(command, args, { cwd: folder, stdio: 'ignore', timeout: UNPACK_MS_MAX }).status === 0;
    // Without a network `update` calls itself done; there is nothing to download then.
    if (!isDone('apt-get', [...settings, '-qq', 'update'])) return false;
    if (!isDone('apt-get', [...settings, '-qq', 'download', name])) return false;
    const archive = readdirSync(folder).find((file) => file.endsWith('.deb'));
    return archive !== undefined && isDone('dpkg-deb', ['-x', join(folder, archive), into]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
