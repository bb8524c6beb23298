/** Pictures that lie at a clerk's desk until their sale is published: which of them the catalogue names, and how they are sent. Knows no view. */
import { pictureFault, pictureKind, picturesNamed } from '../../protocol/picture.ts';
import type { Sale } from '../../protocol/sale.ts';
import { type DoorAsker, doorSentence } from './door.ts';

export type PictureFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;
export type Picture = {
  readonly file: PictureFile;
  /** Why it cannot be sent, in one sentence, or null. */
  readonly why: string | null;
};

export function isPicture(name: string): boolean {
  return pictureKind(name) !== null || /\.(svg|gif|tiff?|bmp|heic)$/i.test(name);
}

/** With the new ones; one of a name that is there takes its place. */
export function withPictures(pictures: readonly Picture[], files: readonly PictureFile[]): readonly Picture[] {
  const byName = new Map(pictures.map((picture) => [picture.file.name, picture]));
  for (const file of files) byName.set(file.name, { file, why: pictureFault(file.name, file.size) });
  return [...byName.values()];
}

export type PictureCount = {
  readonly named: number;
  /** Ready to be sent. */
  readonly ready: readonly Picture[];
  /** Named by a lot, and not at this desk. */
  readonly missing: readonly string[];
  readonly wrong: readonly string[];
  /** Named by no lot: they stay here. */
  readonly spare: number;
};

export function countPictures(pictures: readonly Picture[], sale: Pick<Sale, 'lots'> | null): PictureCount {
  const named = new Set(sale === null ? [] : picturesNamed(sale));
  const here = new Set(pictures.map(({ file }) => file.name));
  const wanted = pictures.filter(({ file }) => named.has(file.name));
  return {
    named: named.size,
    ready: wanted.filter(({ why }) => why === null),
    missing: [...named].filter((name) => !here.has(name)),
    wrong: wanted.flatMap(({ why }) => why ?? []),
    spare: pictures.length - wanted.length,
  };
}

/** One after the other; gives back what the house said to those that it did not take. */
export async function sendPictures(
  ask: DoorAsker,
  sale: string,
  pictures: readonly Picture[],
  sent: (count: number) => void,
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const [index, { file }] of pictures.entries()) {
    try {
      await ask({ ask: 'picture', sale, name: file.name, base64: base64Of(new Uint8Array(await file.arrayBuffer())) });
    } catch (cause) {
      refused.push(doorSentence(cause));
    }
    sent(index + 1);
  }
  return refused;
}

/** As many bytes at a time as a call may have arguments. */
const SLICE = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += SLICE)
    text += String.fromCharCode(...bytes.subarray(from, from + SLICE));
  return btoa(text);
}
