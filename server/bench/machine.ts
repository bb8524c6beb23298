/** On what something was measured, and of which commit. Knows no figure. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

export type Machine = {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly natsServer: string;
  readonly redis: string;
};

export function placeOf(machine: Machine): string {
  const { cores, processor, memoryGiB, system, node, natsServer, redis } = machine;
  return `${cores} × ${processor}, ${memoryGiB} GiB, ${system}; Node ${node}, nats-server ${natsServer}, Redis ${redis}`;
}

export function machineOf(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    natsServer: versionIn('nats-server', ['--version']),
    redis: versionIn('redis-server', ['--version']),
  };
}

export function commitOf(): string {
  const commit = run('git', ['rev-parse', '--short', 'HEAD']).trim();
  return run('git', ['status', '--porcelain', '--', 'server', 'protocol', 'renderer']).trim() === ''
    ? commit
    : `${commit} and changes not committed`;
}

function versionIn(command: string, args: readonly string[]): string {
  return /\d+\.\d+\.\d+/.exec(run(command, args))?.[0] ?? 'not there';
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
