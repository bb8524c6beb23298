/** What Debian's apt can bring: only as root on Debian or its kin, never asked of anybody else. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

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
