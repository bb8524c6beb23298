/** Lines of other people's programs that say nothing of ours: Chromium without a D-Bus or a GPU, a provider on its defaults. */
import { stripVTControlCharacters } from 'node:util';

const NOISE = [
  /:ERROR:(?:bus|object_proxy|viz_main_impl|command_buffer_proxy_impl|gl_[a-z_]+|gpu_[a-z_]+)\.cc\(/,
  /\boidc-provider (?:NOTICE|WARNING|INFO):/,
  /^JSON report written to /,
];

/** Blank lines are no words either: what they set apart is dropped as often as not. */
export function isNoise(line: string): boolean {
  const bare = stripVTControlCharacters(line).trim();
  return bare === '' || NOISE.some((known) => known.test(bare));
}
