/** Eight wristwatches, all one drawing with other parts: metal, dial, numerals, registers, strap. */
import {
  circle,
  ellipse,
  line,
  linear,
  n,
  type Picture,
  path,
  polar,
  radial,
  rect,
  type Stop,
  studio,
  text,
} from './draw.ts';

export type WatchLook = {
  readonly metal: 'steel' | 'gold' | 'rose';
  readonly dial: readonly [centre: string, rim: string];
  readonly ink: string;
  readonly accent: string;
  readonly marks: 'baton' | 'roman' | 'arabic' | 'dots';
  readonly registers: 'none' | 'seconds' | 'two' | 'three' | 'moon';
  readonly strap: readonly [string, string] | 'bracelet';
  readonly bezel: 'plain' | 'tachymeter' | 'diver' | 'fluted';
  readonly name: string;
  readonly room: readonly [string, string];
};

const CX = 400;
const CY = 300;
const R = 172;

const metals: Readonly<Record<WatchLook['metal'], readonly Stop[]>> = {
  steel: [
    [0, '#fbfcfd'],
    [0.28, '#c3c9cf'],
    [0.5, '#8d959d'],
    [0.72, '#dfe3e7'],
    [1, '#777f87'],
  ],
  gold: [
    [0, '#fff3cf'],
    [0.28, '#dfb866'],
    [0.5, '#a87b2c'],
    [0.72, '#f2d795'],
    [1, '#8b6420'],
  ],
  rose: [
    [0, '#ffe9df'],
    [0.28, '#dda48a'],
    [0.5, '#a9694f'],
    [0.72, '#f2c6b2'],
    [1, '#8c523b'],
  ],
};
/** A gradient has no extent on a straight stroke, so the applied marks are of one colour. */
const markColours: Readonly<Record<WatchLook['metal'], string>> = {
  steel: '#cfd5da',
  gold: '#d9b25c',
  rose: '#c98a6d',
};
const roman = ['XII', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI'];

export function watch(look: WatchLook): Picture {
  const stage = studio(look.room[0], look.room[1]);
  const metal = metals[look.metal];
  const defs =
    stage.defs +
    linear('metal', metal, 'slant') +
    linear('rim', metal.map(([offset, colour]): Stop => [1 - offset, colour]).toReversed(), 'slant') +
    radial(
      'dial',
      [
        [0, look.dial[0]],
        [1, look.dial[1]],
      ],
      0.45,
      0.38,
      0.75,
    ) +
    linear('strap', strapStops(look), 'across') +
    linear(
      'glass',
      [
        [0, '#ffffff', 0.34],
        [0.45, '#ffffff', 0.02],
        [1, '#ffffff', 0],
      ],
      'slant',
    );
  const body =
    stage.body +
    ellipse(CX + 14, CY + 26, R + 52, R + 44, 'fill="url(#shade)"') +
    (look.strap === 'bracelet' ? bracelet() : leather(look.strap[1])) +
    lugs() +
    crown(look.registers === 'two' || look.registers === 'three') +
    circle(CX, CY, R, 'fill="url(#metal)" stroke="#00000055" stroke-width="1"') +
    bezel(look) +
    circle(CX, CY, R - 34, 'fill="url(#dial)"') +
    minuteTrack(look) +
    registers(look) +
    marks(look) +
    text(CX, CY - 62, 15, look.name, `fill="${look.ink}" letter-spacing="1"`) +
    hands(look) +
    path(
      `M${CX - 118} ${CY + 40}A128 128 0 0 1 ${CX + 66} ${CY - 108}A150 150 0 0 0 ${CX - 118} ${CY + 40}Z`,
      'fill="url(#glass)"',
    );
  return { defs, body };
}

function strapStops(look: WatchLook): readonly Stop[] {
  if (look.strap === 'bracelet') return metals[look.metal];
  const [base, dark] = look.strap;
  return [
    [0, dark],
    [0.2, base],
    [0.5, base],
    [0.8, base],
    [1, dark],
  ];
}

function leather(thread: string): string {
  const half = (up: boolean): string => {
    const y = (value: number) => (up ? CY - value : CY + value);
    const shape = `M${CX - 84} ${y(110)}L${CX - 72} ${y(310)}L${CX + 72} ${y(310)}L${CX + 84} ${y(110)}Z`;
    const stitch = `fill="none" stroke="${thread}" stroke-width="2.4" stroke-dasharray="9 7" opacity="0.85"`;
    return (
      path(shape, 'fill="url(#strap)"') +
      line(CX - 74, y(130), CX - 62, y(310), stitch) +
      line(CX + 74, y(130), CX + 62, y(310), stitch)
    );
  };
  return half(true) + half(false);
}

function bracelet(): string {
  let links = '';
  for (let row = 0; row < 8; row += 1) {
    const width = 80 - row * 1.6;
    for (const y of [CY - 150 - row * 24, CY + 127 + row * 24]) {
      for (const [x, w] of [
        [CX - width, width * 0.62],
        [CX - width * 0.36, width * 0.72],
        [CX + width * 0.38, width * 0.62],
      ] as const)
        links += rect(x, y, w, 22, 'rx="6" fill="url(#metal)" stroke="#0000004d" stroke-width="1"');
    }
  }
  return links;
}

function lugs(): string {
  const one = (side: 1 | -1, up: 1 | -1) =>
    path(
      `M${CX + side * 58} ${CY + up * 158}L${CX + side * 74} ${CY + up * 206}Q${CX + side * 98} ${CY + up * 204} ${CX + side * 104} ${CY + up * 186}L${CX + side * 128} ${CY + up * 112}Z`,
      'fill="url(#rim)" stroke="#00000044" stroke-width="1"',
    );
  return one(1, 1) + one(-1, 1) + one(1, -1) + one(-1, -1);
}

function crown(pushers: boolean): string {
  let shapes = rect(CX + R - 4, CY - 17, 25, 34, 'rx="6" fill="url(#metal)" stroke="#00000066"');
  for (let i = 0; i < 6; i += 1)
    shapes += line(
      CX + R + 2,
      CY - 12 + i * 4.9,
      CX + R + 20,
      CY - 12 + i * 4.9,
      'stroke="#00000055" stroke-width="1.2"',
    );
  if (!pushers) return shapes;
  for (const angle of [58, 122]) {
    const [x, y] = polar(CX, CY, R + 8, angle);
    shapes += `<g transform="rotate(${angle - 90} ${n(x)} ${n(y)})">${rect(x - 14, y - 11, 28, 22, 'rx="5" fill="url(#metal)" stroke="#00000066"')}</g>`;
  }
  return shapes;
}

function bezel(look: WatchLook): string {
  const inner = circle(CX, CY, R - 30, 'fill="url(#rim)" stroke="#00000055" stroke-width="1"');
  if (look.bezel === 'plain') return circle(CX, CY, R - 10, 'fill="none" stroke="#ffffff66" stroke-width="2"') + inner;
  if (look.bezel === 'fluted') {
    let flutes = '';
    for (let i = 0; i < 90; i += 1) {
      const [x1, y1] = polar(CX, CY, R - 6, i * 4);
      const [x2, y2] = polar(CX, CY, R - 28, i * 4);
      flutes += line(x1, y1, x2, y2, `stroke="${i % 2 ? '#ffffff88' : '#00000055'}" stroke-width="3"`);
    }
    return flutes + inner;
  }
  let ring = circle(
    CX,
    CY,
    R - 17,
    `fill="none" stroke="${look.bezel === 'diver' ? look.accent : '#16181b'}" stroke-width="24"`,
  );
  for (let i = 0; i < 60; i += 1) {
    const long = i % 5 === 0;
    const [x1, y1] = polar(CX, CY, R - 9, i * 6);
    const [x2, y2] = polar(CX, CY, R - (long ? 24 : 15), i * 6);
    ring += line(x1, y1, x2, y2, `stroke="#f4f1e8" stroke-width="${long ? 3 : 1.2}"`);
  }
  return ring + inner;
}

function minuteTrack(look: WatchLook): string {
  let ticks = '';
  for (let i = 0; i < 60; i += 1) {
    const [x1, y1] = polar(CX, CY, R - 38, i * 6);
    const [x2, y2] = polar(CX, CY, R - (i % 5 === 0 ? 47 : 43), i * 6);
    ticks += line(x1, y1, x2, y2, `stroke="${look.ink}" stroke-width="${i % 5 === 0 ? 2 : 0.9}"`);
  }
  return ticks;
}

function marks(look: WatchLook): string {
  let shapes = '';
  for (let hour = 0; hour < 12; hour += 1) {
    if (isCovered(look.registers, hour)) continue;
    const angle = hour * 30;
    if (look.marks === 'roman' || look.marks === 'arabic') {
      const [x, y] = polar(CX, CY, R - 62, angle);
      const words = look.marks === 'roman' ? (roman[hour] ?? '') : String(hour === 0 ? 12 : hour);
      const size = look.marks === 'roman' ? 21 : 25;
      shapes += text(x, y + size * 0.35, size, words, `fill="${look.ink}"`);
    } else if (look.marks === 'dots') {
      const [x, y] = polar(CX, CY, R - 58, angle);
      shapes += circle(x, y, hour % 3 === 0 ? 9 : 7, `fill="${look.ink}" stroke="#00000066" stroke-width="1"`);
    } else {
      const [x1, y1] = polar(CX, CY, R - 50, angle);
      const [x2, y2] = polar(CX, CY, R - 76, angle);
      shapes += line(x1, y1, x2, y2, `stroke="${markColours[look.metal]}" stroke-width="${hour % 3 === 0 ? 8 : 5}"`);
      shapes += line(x1, y1, x2, y2, `stroke="${look.ink}" stroke-width="1.2"`);
    }
  }
  return shapes;
}

function isCovered(kind: WatchLook['registers'], hour: number): boolean {
  if (kind === 'none') return false;
  if (kind === 'two') return hour === 3 || hour === 9;
  if (kind === 'three') return hour === 3 || hour === 9 || hour === 6;
  return hour === 6;
}

function registers(look: WatchLook): string {
  const at: Readonly<Record<WatchLook['registers'], readonly number[]>> = {
    none: [],
    seconds: [180],
    two: [90, 270],
    three: [90, 180, 270],
    moon: [180],
  };
  return at[look.registers]
    .map((angle) => {
      const [x, y] = polar(CX, CY, 68, angle);
      return look.registers === 'moon' ? moon(x, y) : register(x, y, look, angle * 1.7 + 20);
    })
    .join('');
}

function register(x: number, y: number, look: WatchLook, pointing: number): string {
  let shapes = circle(x, y, 35, `fill="${look.dial[1]}" fill-opacity="0.55" stroke="${look.ink}" stroke-width="1.2"`);
  for (let i = 0; i < 12; i += 1) {
    const [x1, y1] = polar(x, y, 33, i * 30);
    const [x2, y2] = polar(x, y, i % 3 === 0 ? 25 : 29, i * 30);
    shapes += line(x1, y1, x2, y2, `stroke="${look.ink}" stroke-width="1.2"`);
  }
  const [hx, hy] = polar(x, y, 27, pointing);
  return shapes + line(x, y, hx, hy, `stroke="${look.ink}" stroke-width="2.4"`) + circle(x, y, 3, `fill="${look.ink}"`);
}

function moon(x: number, y: number): string {
  const sky = path(
    `M${n(x - 40)} ${n(y + 12)}A40 40 0 0 1 ${n(x + 40)} ${n(y + 12)}Z`,
    'fill="#17305c" stroke="#b9964a" stroke-width="2"',
  );
  const stars = [
    [-20, -10],
    [-6, -20],
    [24, -2],
    [20, -14],
  ]
    .map(([dx = 0, dy = 0]) => circle(x + dx, y + dy, 1.8, 'fill="#f6e3a8"'))
    .join('');
  return sky + stars + circle(x - 6, y - 2, 12, 'fill="#f3d98b"') + circle(x + 2, y - 6, 10.5, 'fill="#17305c"');
}

function hands(look: WatchLook): string {
  const pointer = (angle: number, length: number, width: number) => {
    const [tx, ty] = polar(CX, CY, length, angle);
    const [lx, ly] = polar(CX, CY, width, angle - 90);
    const [rx, ry] = polar(CX, CY, width, angle + 90);
    const [bx, by] = polar(CX, CY, 18, angle + 180);
    return path(
      `M${n(bx)} ${n(by)}L${n(lx)} ${n(ly)}L${n(tx)} ${n(ty)}L${n(rx)} ${n(ry)}Z`,
      `fill="url(#metal)" stroke="${look.ink}" stroke-width="1.6" stroke-linejoin="round"`,
    );
  };
  const [sx, sy] = polar(CX, CY, 122, 212);
  const [ex, ey] = polar(CX, CY, 32, 32);
  const sweep = line(ex, ey, sx, sy, `stroke="${look.accent}" stroke-width="2.2"`);
  return (
    pointer(304, 82, 8) +
    pointer(48, 120, 7) +
    (look.registers === 'seconds' ? '' : sweep) +
    circle(CX, CY, 8, 'fill="url(#metal)" stroke="#00000077"')
  );
}
