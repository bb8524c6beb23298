/** Pictures of a catalogue as a desk may send them: which kinds, how large, and which of them a sale names. Knows no file and no address. */
import type { Sale } from './sale.ts';

/** The largest picture that a desk may send, in bytes. */
export const PICTURE_BYTES_MAX = 4 * 1024 * 1024;
const NAME_CHARS_MAX = 128;

const KINDS: Readonly<Record<string, 'PNG' | 'JPEG' | 'WebP' | 'AVIF'>> = {
  png: 'PNG',
  jpg: 'JPEG',
  jpeg: 'JPEG',
  webp: 'WebP',
  avif: 'AVIF',
};

/** The kind that the name's ending says; null for what is not taken from a desk. An SVG can carry a program, so it comes by an import only. */
export function pictureKind(name: string): 'PNG' | 'JPEG' | 'WebP' | 'AVIF' | null {
  const ending = /\.([A-Za-z]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return KINDS[ending] ?? null;
}

/** Why a picture is not taken, in one sentence; null when it may be. Judges the name and the size, not the bytes. */
export function pictureFault(name: string, bytes: number): string | null {
  if (pictureKind(name) === null) return `${name} is no PNG, JPEG, WebP or AVIF.`;
  const isPlain = !/[/\\]/.test(name) && !name.startsWith('.') && [...name].every((sign) => sign >= ' ');
  if (!isPlain || name.length > NAME_CHARS_MAX) return `${name.slice(0, 40)} is no name that a picture can have.`;
  if (bytes > PICTURE_BYTES_MAX)
    return `${name} has ${(bytes / 1048576).toFixed(1)} MiB; a picture has at most ${PICTURE_BYTES_MAX / 1048576} MiB.`;
  return bytes === 0 ? `${name} is empty.` : null;
}

/** The names of the pictures that a sale's lots ask for, each once, in the order of the catalogue. */
export function picturesNamed({ lots }: Pick<Sale, 'lots'>): readonly string[] {
  const names = new Set<string>();
  for (const { image } of lots) {
    // A path from the root is of the desk's own origin.
    if (image === undefined || image.startsWith('/')) continue;
    const name = image.split('/').at(-1) ?? '';
    if (name !== '') names.add(name);
  }
  return [...names];
}
