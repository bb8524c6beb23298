/** Four sheets of things: a flower, arcs, a still life, a chart of the sky. */
import { circle, ellipse, hand, line, linear, n, type Picture, path, polar, radial, rect } from './draw.ts';
import { H, W, X, Y } from './mount.ts';

export function botanical(): Picture {
  const defs =
    linear(
      'leaf',
      [
        [0, '#7f9a5b'],
        [1, '#3f5f37'],
      ],
      'slant',
    ) +
    radial('petal', [
      [0, '#fbe9e4'],
      [0.55, '#e8a79e'],
      [1, '#b8574f'],
    ]);
  let body = rect(X, Y, W, H, 'fill="#f7f1e2"');
  const stem = `M${X + 170} ${Y + 385}C${X + 205} ${Y + 290} ${X + 140} ${Y + 220} ${X + 178} ${Y + 110}`;
  const leaves = [
    [172, 330, -58, 92],
    [180, 300, 44, 100],
    [166, 250, -70, 84],
    [164, 222, 52, 92],
    [166, 180, -40, 66],
    [172, 160, 62, 60],
  ] as const;
  for (const [x, y, turn, size] of leaves) {
    const shape = `M0 0C${n(size * 0.3)} ${n(-size * 0.34)} ${n(size * 0.8)} ${n(-size * 0.26)} ${size} 0C${n(size * 0.8)} ${n(size * 0.26)} ${n(size * 0.3)} ${n(size * 0.34)} 0 0Z`;
    let veins = path(`M0 0H${size}`, 'stroke="#2c4427" stroke-width="1.3"');
    for (let i = 1; i < 6; i += 1)
      veins += path(
        `M${n((size * i) / 7)} 0l${n(size / 8)} ${n(-size / 9)}m${n(-size / 8)} ${n(size / 9)}l${n(size / 8)} ${n(size / 9)}`,
        'fill="none" stroke="#2c4427" stroke-width="0.8"',
      );
    const angle = turn < 0 ? 180 - turn * -0.4 + 24 : -turn * 0.5;
    body += `<g transform="translate(${X + x} ${Y + y}) rotate(${n(angle)})">${path(shape, 'fill="url(#leaf)" stroke="#2c4427" stroke-width="1"')}${veins}</g>`;
  }
  body += path(stem, 'fill="none" stroke="#4c6a3c" stroke-width="5"');
  for (const [radius, count] of [
    [58, 8],
    [38, 7],
    [20, 5],
  ] as const)
    for (let i = 0; i < count; i += 1) {
      const [px, py] = polar(X + 180, Y + 92, radius * 0.62, (i * 360) / count + radius);
      body += `<g transform="rotate(${n((i * 360) / count + radius)} ${n(px)} ${n(py)})">${ellipse(px, py, radius * 0.42, radius * 0.56, 'fill="url(#petal)" stroke="#8f3f3a" stroke-width="0.9"')}</g>`;
    }
  for (let i = 0; i < 14; i += 1) {
    const [x, y] = polar(X + 180, Y + 92, 9, i * 26);
    body += circle(x, y, 2.2, 'fill="#d9a02f"');
  }
  return { defs, body: body + line(X + 60, Y + 392, X + 130, Y + 392, 'stroke="#6a5a43" stroke-width="1"') };
}

export function arcs(): Picture {
  let body = rect(X, Y, W, H, 'fill="#efe6d4"');
  const tiles = [
    [0, 0, '#1f3a4d', '#d8572a'],
    [1, 0, '#e0a02f', '#efe6d4'],
    [2, 0, '#efe6d4', '#1f3a4d'],
    [0, 1, '#d8572a', '#efe6d4'],
    [1, 1, '#1f3a4d', '#8fb0a9'],
    [2, 1, '#e0a02f', '#d8572a'],
    [0, 2, '#8fb0a9', '#1f3a4d'],
    [1, 2, '#d8572a', '#e0a02f'],
    [2, 2, '#1f3a4d', '#efe6d4'],
  ] as const;
  const side = 100;
  for (const [column, row, ground, figure] of tiles) {
    const x = X + 25 + column * side;
    const y = Y + 50 + row * side;
    const corner = (column * 2 + row * 3) % 4;
    const turn = `rotate(${corner * 90} ${x + side / 2} ${y + side / 2})`;
    const quarter = (radius: number, colour: string) =>
      path(`M${x} ${y}h${radius}a${radius} ${radius} 0 0 1 ${-radius} ${radius}Z`, `fill="${colour}"`);
    body += rect(x, y, side, side, `fill="${ground}"`);
    body += `<g transform="${turn}">${quarter(100, figure)}${quarter(66, ground)}${quarter(33, figure)}</g>`;
  }
  return { defs: '', body: body + circle(X + 175, Y + 372, 9, 'fill="#1f3a4d"') };
}

export function stillLife(): Picture {
  const defs =
    linear('wall', [
      [0, '#cfc6b6'],
      [1, '#e0d8c9'],
    ]) +
    linear(
      'bottle',
      [
        [0, '#5b6a5b'],
        [0.35, '#93a390'],
        [1, '#3d493e'],
      ],
      'across',
    ) +
    linear(
      'jug',
      [
        [0, '#e9e4da'],
        [0.4, '#ffffff'],
        [1, '#a9a294'],
      ],
      'across',
    ) +
    linear(
      'tin',
      [
        [0, '#b7765a'],
        [0.4, '#dba78c'],
        [1, '#7c4a36'],
      ],
      'across',
    ) +
    radial(
      'pear',
      [
        [0, '#e9d38a'],
        [0.6, '#b9a04f'],
        [1, '#75692f'],
      ],
      0.35,
      0.35,
      0.75,
    );
  let body = rect(X, Y, W, H, 'fill="url(#wall)"') + rect(X, Y + 285, W, 130, 'fill="#b3a48d"');
  body += ellipse(X + 190, Y + 334, 140, 15, 'fill="#5c5142" opacity="0.35"');
  body += path(
    `M${X + 98} ${Y + 330}V${Y + 176}q0 -22 15 -34V${Y + 84}h24v58q15 12 15 34V${Y + 330}z`,
    'fill="url(#bottle)"',
  );
  body += path(`M${X + 158} ${Y + 330}q-16 -50 6 -96q-4 -18 -4 -30h60q0 16 -4 30q22 46 6 96z`, 'fill="url(#jug)"');
  body += path(`M${X + 218} ${Y + 226}q44 4 34 46q-6 20 -30 24`, 'fill="none" stroke="#d4cdc0" stroke-width="9"');
  body += rect(X + 64, Y + 258, 48, 74, 'fill="url(#tin)"') + ellipse(X + 88, Y + 258, 24, 7, 'fill="#e8bda6"');
  for (const [x, y, size] of [
    [254, 306, 1],
    [292, 318, 0.82],
  ] as const)
    body += `<g transform="translate(${X + x} ${Y + y}) scale(${size})">${path('M0 -44c12 0 14 18 18 32c14 10 16 40 -18 42c-34 -2 -32 -32 -18 -42c4 -14 6 -32 18 -32z', 'fill="url(#pear)"')}${path('M0 -44q2 -12 9 -15', 'fill="none" stroke="#4b3b22" stroke-width="3"')}</g>`;
  return { defs, body };
}

export function chart(): Picture {
  const next = hand(1610);
  const ink = (width: number) => `fill="none" stroke="#5a3d22" stroke-width="${width}"`;
  const cx = X + 175;
  const cy = Y + 200;
  let body = rect(X, Y, W, H, 'fill="#efdfbd"');
  for (const radius of [150, 146, 112, 78, 44]) body += circle(cx, cy, radius, ink(radius === 150 ? 2.5 : 1));
  for (let i = 0; i < 72; i += 1) {
    const [x1, y1] = polar(cx, cy, 146, i * 5);
    const [x2, y2] = polar(cx, cy, i % 6 === 0 ? 44 : 140, i * 5);
    body += line(x1, y1, x2, y2, ink(i % 6 === 0 ? 0.6 : 1));
  }
  for (let figure = 0; figure < 9; figure += 1) {
    let [x, y] = polar(cx, cy, 40 + next() * 78, figure * 40);
    let trace = `M${n(x)} ${n(y)}`;
    let stars = '';
    for (let i = 0; i < 5; i += 1) {
      stars += circle(x, y, 1.8 + next() * 2.2, 'fill="#7c2d1c"');
      x += (next() - 0.5) * 44;
      y += (next() - 0.5) * 44;
      trace += `L${n(x)} ${n(y)}`;
    }
    body += path(trace, ink(0.9)) + stars;
  }
  const [ex, ey] = polar(cx, cy, 30, 60);
  body += `<g transform="rotate(23 ${cx} ${cy})">${ellipse(cx, cy, 128, 84, 'fill="none" stroke="#2f4f6b" stroke-width="2" stroke-dasharray="6 4"')}</g>`;
  body += circle(cx, cy, 17, 'fill="#d9a441" stroke="#5a3d22"') + circle(ex, ey, 5, 'fill="#2f4f6b"');
  for (const [x, y] of [
    [45, 45],
    [305, 45],
    [45, 365],
    [305, 365],
  ] as const)
    body += circle(X + x, Y + y, 24, ink(1.4)) + circle(X + x, Y + y, 15, 'fill="#e0c48c" stroke="#5a3d22"');
  return { defs: '', body: body + rect(X + 12, Y + 12, W - 24, H - 24, ink(2)) };
}
