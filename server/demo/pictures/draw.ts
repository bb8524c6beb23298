/** A few strokes for the catalogue's pictures: SVG as text, presentation attributes only (a strict content policy allows no style). */

export const WIDTH = 800;
export const HEIGHT = 600;

/** A picture: its definitions and its shapes. */
export type Picture = { readonly defs: string; readonly body: string };

export function svg(title: string, picture: Picture): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`;
  return `${open}<title>${escapeText(title)}</title><defs>${picture.defs}</defs>${picture.body}</svg>\n`;
}

export type Stop = readonly [offset: number, colour: string, opacity?: number];

export function linear(id: string, stops: readonly Stop[], angle: 'down' | 'across' | 'slant' = 'down'): string {
  const [x2, y2] = { down: [0, 1], across: [1, 0], slant: [1, 1] }[angle] ?? [0, 1];
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}">${stopsOf(stops)}</linearGradient>`;
}

export function radial(id: string, stops: readonly Stop[], cx = 0.5, cy = 0.5, r = 0.6): string {
  return `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`;
}

/** `attributes` goes in as it is: `fill="…" stroke="…"`. */
export function circle(cx: number, cy: number, r: number, attributes: string): string {
  return `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}" ${attributes}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, attributes: string): string {
  return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" ${attributes}/>`;
}

export function rect(x: number, y: number, width: number, height: number, attributes: string): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" ${attributes}/>`;
}

export function path(d: string, attributes: string): string {
  return `<path d="${d}" ${attributes}/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: string): string {
  return path(`M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`, attributes);
}

export function text(x: number, y: number, size: number, words: string, attributes: string): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" font-family="Georgia, 'Times New Roman', serif" text-anchor="middle" ${attributes}>${escapeText(words)}</text>`;
}

/** The point at `degrees` from twelve o'clock, clockwise. */
export function polar(cx: number, cy: number, r: number, degrees: number): readonly [number, number] {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
}

/** A studio's backdrop with a floor, in the given tones, and a soft shadow where the thing stands. */
export function studio(light: string, dark: string, shadow?: readonly [cx: number, cy: number, rx: number]): Picture {
  const defs =
    radial(
      'room',
      [
        [0, light],
        [1, dark],
      ],
      0.42,
      0.36,
      0.85,
    ) +
    radial(
      'shade',
      [
        [0, '#000000', 0.42],
        [0.6, '#000000', 0.16],
        [1, '#000000', 0],
      ],
      0.5,
      0.5,
      0.5,
    );
  const body = rect(0, 0, WIDTH, HEIGHT, 'fill="url(#room)"');
  if (shadow === undefined) return { defs, body };
  const [cx, cy, rx] = shadow;
  return { defs, body: body + ellipse(cx, cy, rx, rx * 0.14, 'fill="url(#shade)"') };
}

/** Numbers that look drawn by hand, the same ones each time. */
export function hand(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** One decimal is finer than a pixel here. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function stopsOf(stops: readonly Stop[]): string {
  return stops
    .map(([offset, colour, opacity]) => {
      const veil = opacity === undefined ? '' : ` stop-opacity="${opacity}"`;
      return `<stop offset="${offset}" stop-color="${colour}"${veil}/>`;
    })
    .join('');
}

function escapeText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
