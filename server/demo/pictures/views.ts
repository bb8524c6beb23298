/** Four sheets of places: a lake, a sea, a harbour, a façade. */
import { circle, hand, line, linear, n, type Picture, path, rect } from './draw.ts';
import { H, W, X, Y } from './mount.ts';

export function lake(): Picture {
  const next = hand(7);
  const defs =
    linear('sky', [
      [0, '#8fa6b4'],
      [0.55, '#e8d9c0'],
      [1, '#f3e7d2'],
    ]) +
    linear('water', [
      [0, '#dccfb6'],
      [1, '#5f7a86'],
    ]);
  let body = rect(X, Y, W, H, 'fill="url(#sky)"') + circle(X + 240, Y + 118, 20, 'fill="#fbf3df" opacity="0.9"');
  const tones = ['#a9b4b5', '#83949a', '#5d7179', '#3c4f57'];
  tones.forEach((tone, depth) => {
    const base = Y + 170 + depth * 34;
    let ridge = `M${X} ${Y + 290}`;
    for (let x = 0; x <= W; x += 14)
      ridge += `L${n(X + x)} ${n(base - 46 * Math.sin(x / (46 - depth * 7) + depth * 2.1) * (1 - depth * 0.17) - next() * 13)}`;
    body += path(`${ridge}L${X + W} ${Y + 290}Z`, `fill="${tone}"`);
  });
  body += rect(X, Y + 284, W, 130, 'fill="url(#water)"');
  for (let i = 0; i < 34; i += 1) {
    const y = Y + 290 + i * 3.6;
    const x = X + next() * W;
    body += line(x, y, x + 20 + next() * 70, y, `stroke="#f6ecd8" stroke-width="1" opacity="${n(0.2 + next() * 0.5)}"`);
  }
  body +=
    path(`M${X + 96} ${Y + 336}q34 14 74 0l-10 12h-52z`, 'fill="#2a3338"') +
    line(X + 132, Y + 338, X + 132, Y + 282, 'stroke="#2a3338" stroke-width="2.4"');
  return { defs, body: body + path(`M${X + 134} ${Y + 286}q34 22 30 46h-30z`, 'fill="#f4ead6"') };
}

export function wave(): Picture {
  const defs = linear('dusk', [
    [0, '#e9dcc3'],
    [1, '#f4ecd9'],
  ]);
  let body = rect(X, Y, W, H, 'fill="url(#dusk)"') + circle(X + 246, Y + 118, 52, 'fill="#c8402d"');
  for (let i = 0; i < 5; i += 1)
    body += line(
      X + 30 + i * 9,
      Y + 76 + i * 15,
      X + 150 - i * 12,
      Y + 76 + i * 15,
      'stroke="#8a97a0" stroke-width="4" opacity="0.5"',
    );
  const blues = ['#9fb6c0', '#5f8aa1', '#2c5d7e', '#173c5c'];
  blues.forEach((blue, row) => {
    const y = Y + 226 + row * 44;
    let crest = `M${X - 60} ${Y + H}V${y}`;
    for (let x = -60; x < W + 60; x += 70)
      crest += `c18 ${-44 + row * 5} 46 ${-46 + row * 5} 58 -8c-14 -12 -28 -4 -26 8c12 14 28 10 38 0`;
    body += path(`${crest}V${Y + H}Z`, `fill="${blue}" stroke="#f4ecd9" stroke-width="3"`);
  });
  body += path(`M${X + 66} ${Y + 262}q46 26 112 -6l-16 26q-44 14 -82 0z`, 'fill="#33241a"');
  return {
    defs,
    body:
      body +
      path(`M${X + 124} ${Y + 262}V${Y + 176}q46 30 40 72z`, 'fill="#f4ecd9" stroke="#33241a" stroke-width="2.5"'),
  };
}

export function harbour(): Picture {
  const next = hand(41);
  const ink = (width: number, veil = 1) => `fill="none" stroke="#33291f" stroke-width="${width}" opacity="${veil}"`;
  let body = rect(X, Y, W, H, 'fill="#f0e6d2"');
  for (let i = 0; i < 60; i += 1)
    body += line(X + next() * W, Y + i * 3, X + next() * W, Y + i * 3 + 2, ink(0.5, 0.28));
  for (let i = 0; i < 9; i += 1) {
    const x = X + i * 40;
    const height = 40 + next() * 52;
    body += rect(x, Y + 262 - height, 40, height, 'fill="#e4d6bb" stroke="#33291f" stroke-width="1.2"');
    body += path(
      `M${x - 2} ${n(Y + 262 - height)}l22 -20l22 20z`,
      'fill="#b89d79" stroke="#33291f" stroke-width="1.2"',
    );
    for (let w = 0; w < 4; w += 1)
      body += rect(
        x + 7 + (w % 2) * 16,
        Y + 272 - height + Math.floor(w / 2) * 18,
        8,
        11,
        'fill="#33291f" opacity="0.75"',
      );
    for (let h = 0; h < 7; h += 1)
      body += line(x + 28 + h * 1.6, Y + 262 - height, x + 28 + h * 1.6, Y + 262, ink(0.5, 0.5));
  }
  for (const [x, size] of [
    [70, 1],
    [168, 1.3],
    [276, 0.9],
  ] as const) {
    const deck = Y + 300;
    body += path(
      `M${n(X + x - 50 * size)} ${deck}q${n(50 * size)} 22 ${n(100 * size)} -4l${n(-14 * size)} ${n(26 * size)}h${n(-70 * size)}z`,
      'fill="#4a3a2b" stroke="#33291f"',
    );
    for (const offset of [-22, 16]) {
      const mast = X + x + offset * size;
      body += line(mast, deck, mast, deck - 150 * size, ink(2.2));
      for (const yard of [0.4, 0.64, 0.86])
        body += line(
          mast - 26 * size * (1.2 - yard),
          deck - 150 * size * yard,
          mast + 26 * size * (1.2 - yard),
          deck - 150 * size * yard,
          ink(1.5),
        );
      for (const foot of [-34, -20, 20, 34])
        body += line(mast, deck - 148 * size, mast + foot * size, deck, ink(0.5, 0.8));
    }
  }
  for (let i = 0; i < 120; i += 1) {
    const x = X + next() * W;
    const y = Y + 312 + next() * 100;
    body += path(`M${n(x)} ${n(y)}q8 -4 16 0t16 0`, ink(0.9, 0.55));
  }
  return { defs: '', body };
}

export function facade(): Picture {
  const ink = 'fill="none" stroke="#3b3a4a" stroke-width="1.3"';
  const wash = 'fill="#c9b48f" stroke="#3b3a4a" stroke-width="1.3"';
  let body =
    rect(X, Y, W, H, 'fill="#f5eedd"') +
    rect(X + 35, Y + 150, 280, 200, 'fill="#ead9b8" stroke="#3b3a4a" stroke-width="1.6"');
  body +=
    path(`M${X + 25} ${Y + 150}h300l-150 -74z`, wash) +
    path(`M${X + 60} ${Y + 142}h230l-115 -56z`, ink) +
    circle(X + 175, Y + 122, 15, wash);
  for (let i = 0; i < 5; i += 1) {
    const x = X + 50 + i * 52;
    body += path(
      `M${x} ${Y + 350}V${Y + 268}a21 21 0 0 1 42 0V${Y + 350}`,
      'fill="#7d8796" stroke="#3b3a4a" stroke-width="1.3"',
    );
    body += path(`M${x + 6} ${Y + 350}V${Y + 270}a15 15 0 0 1 30 0V${Y + 350}`, 'fill="#4d5666"');
    body +=
      rect(x + 6, Y + 176, 30, 46, 'fill="#7d8796" stroke="#3b3a4a" stroke-width="1.3"') +
      path(`M${x + 21} ${Y + 176}v46m-15 -23h30`, 'stroke="#f5eedd" stroke-width="1.4"');
    body += path(`M${x} ${Y + 172}l21 -12l21 12z`, wash);
  }
  for (let i = 0; i <= 5; i += 1) {
    const x = X + 38 + i * 52;
    body += rect(x, Y + 160, 8, 190, wash) + rect(x - 3, Y + 156, 14, 7, wash) + rect(x - 3, Y + 344, 14, 8, wash);
  }
  body +=
    rect(X + 30, Y + 236, 290, 7, wash) + rect(X + 18, Y + 352, 314, 9, wash) + rect(X + 8, Y + 361, 334, 9, wash);
  body +=
    line(X + 35, Y + 50, X + 315, Y + 50, ink) +
    line(X + 35, Y + 44, X + 35, Y + 56, ink) +
    line(X + 315, Y + 44, X + 315, Y + 56, ink);
  return { defs: '', body };
}
