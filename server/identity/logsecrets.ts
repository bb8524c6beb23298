/** Owns the two secrets of the public log on disk, mode 0600: the key that signs heads, and the secret that hides what is not public yet. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export type LogSecrets = { readonly secret: Buffer; readonly signingKey: KeyObject };

const SECRET_BYTES = 32;

/** Opens the secrets below `dataDir`, and makes them at the first start. Losing them makes old commitments impossible to open. */
export async function openLogSecrets(dataDir: string): Promise<LogSecrets> {
  const dir = join(dataDir, 'keys');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const pem = await readOrMake(join(dir, 'log.pem'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const hex = await readOrMake(join(dir, 'log.secret'), () => `${randomBytes(SECRET_BYTES).toString('hex')}\n`);
  return { signingKey: createPrivateKey(pem), secret: Buffer.from(hex.trim(), 'hex') };
}

async function readOrMake(path: string, make: () => string): Promise<string> {
  const found = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (found !== null) {
    await chmod(path, 0o600);
    return found;
  }
  const text = make();
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return text;
}
