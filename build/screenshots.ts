/** `npm run screenshots`: the desk built from its sources, then its pictures taken (e2e/screenshots.ts). */
import { join } from 'node:path';
import { buildDesk } from './desk.ts';
import { runPlaywright } from './testSteps.ts';

const root = join(import.meta.dirname, '..');
buildDesk(root);
const { failed } = await runPlaywright(root, 'e2e/screenshots.config.ts');
process.exit(failed === 0 ? 0 : 1);
