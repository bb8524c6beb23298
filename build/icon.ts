/** Draws the application's icon (the mark of `renderer/mark.svg`) as PNG files, by distance fields: no browser, no binary in the repository. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export const ICON_SIZES = [16, 32, 48, 64, 128, 256, 512] as const;

type Point = readonly [number, number];

/** In the 32 by 32 units of the mark. */
const RADIUS = 7;
const HALF_STROKE = 1.1;
const LINES: ReadonlyArray<readonly Point[]> = [
  [
    [9, 25],
    [23, 25],
  ],
  [
    [12, 25],
    [12, 13],
    [20, 13],
    [20, 25],
  ],
  [
    [8, 13],
    [24, 13],
    [22, 8],
    [10, 8],
    [8, 13],
  ],
];
const GROUND = [0x2a, 0x6b, 0xe0] as const;

/** Writes `16x16.png` … into the folder, as electron-builder wants them. */
export function writeIcons(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const size of ICON_SIZES) writeFileSync(join(folder, `${size}x${size}.png`), iconPng(size));
}

export function iconPng(size: number): Buffer {
  const row = size * 4 + 1;
  const raw = Buffer.alloc(row * size);
  const unit = 32 / size;
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) raw.set(pixel([(x + 0.5) * unit, (y + 0.5) * unit], unit), y * row + 1 + x * 4);
  return png(size, raw);
}

/** Coverage by the distance to the edge, in pixels: one pixel of smoothing. */
function pixel(at: Point, unit: number): readonly number[] {
  const alpha = coverage(-distanceToGround(at) / unit);
  const ink = coverage((HALF_STROKE - distanceToLines(at)) / unit);
  const mixed = GROUND.map((ground) => Math.round(ground + (255 - ground) * ink));
  return [...mixed, Math.round(alpha * 255)];
}

function coverage(insidePixels: number): number {
  return Math.max(0, Math.min(1, insidePixels + 0.5));
}

function distanceToGround([x, y]: Point): number {
  const [dx, dy] = [Math.abs(x - 16) - (16 - RADIUS), Math.abs(y - 16) - (16 - RADIUS)];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - RADIUS;
}

function distanceToLines(at: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of LINES)
    line.forEach((to, index) => {
      const from = line[index - 1];
      if (from !== undefined) least = Math.min(least, distanceToSegment(at, from, to));
    });
  return least;
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function png(size: number, raw: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(raw, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
