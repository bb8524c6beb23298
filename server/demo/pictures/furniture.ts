/** Four pieces of furniture, in a quiet room. */
import { circle, ellipse, line, linear, type Picture, path, polar, radial, rect, studio } from './draw.ts';

const edge = 'stroke="#2b170b66" stroke-width="1.2"';

export function chair(): Picture {
  const stage = studio('#f1eee8', '#c4bcb0', [400, 540, 190]);
  const defs =
    stage.defs +
    linear(
      'beech',
      [
        [0, '#8f5f36'],
        [0.4, '#c08a55'],
        [1, '#6b4322'],
      ],
      'across',
    ) +
    linear('seat', [
      [0, '#b98350'],
      [1, '#7d5029'],
    ]);
  const wood = `fill="url(#beech)" ${edge}`;
  let body = stage.body;
  for (const [x1, x2] of [
    [318, 300],
    [482, 500],
  ] as const)
    body += path(`M${x1 - 8} 110L${x2 - 9} 545h18L${x1 + 8} 110q-8 -12 -16 0z`, wood);
  for (const [y, bow] of [
    [122, 26],
    [176, 22],
    [230, 20],
    [284, 18],
  ] as const)
    body += path(`M318 ${y}q82 ${-bow} 164 0v24q-82 ${-bow} -164 0z`, wood);
  for (const x of [322, 478]) body += path(`M${x - 9} 352h18l-4 206h-10z`, wood);
  body += path('M306 430h188v9h-188zM326 470h148v9h-148z', wood);
  body += path('M296 338q104 -22 208 0l14 30q-118 20 -236 0z', `fill="url(#seat)" ${edge}`);
  for (let i = 0; i < 13; i += 1)
    body += path(
      `M${302 + i * 16} 338l${(i - 6) * 1.1} 32`,
      'fill="none" stroke="#e3c496" stroke-width="3" opacity="0.55"',
    );
  for (let i = 0; i < 4; i += 1)
    body += path(
      `M${292 - i * 3} ${343 + i * 7}q108 ${-18 + i * 8} ${216 + i * 6} 0`,
      'fill="none" stroke="#5f3c1d" stroke-width="1.3" opacity="0.6"',
    );
  for (const x of [286, 514]) body += path(`M${x - 8} 350h18l${x < 400 ? -12 : 12} 212h-12z`, wood);
  return { defs, body: body + path('M284 500h232v9h-232z', wood) };
}

export function chest(): Picture {
  const stage = studio('#ece7de', '#b9ae9f', [400, 528, 300]);
  const defs =
    stage.defs +
    linear(
      'walnut',
      [
        [0, '#6f4425'],
        [0.25, '#9a6538'],
        [0.5, '#7c4c29'],
        [0.75, '#a06b3d'],
        [1, '#5d371c'],
      ],
      'across',
    ) +
    linear('top', [
      [0, '#a9754a'],
      [1, '#6f4425'],
    ]) +
    radial(
      'brass',
      [
        [0, '#f7dfa0'],
        [0.6, '#c79a45'],
        [1, '#7d5a1c'],
      ],
      0.4,
      0.35,
      0.7,
    );
  let body =
    stage.body +
    rect(170, 150, 460, 360, `fill="url(#walnut)" ${edge}`) +
    path('M152 128h496v24h-496z', `fill="url(#top)" ${edge}`);
  const drawers = [
    [176, 164, 222, 74],
    [402, 164, 222, 74],
    [176, 246, 448, 80],
    [176, 334, 448, 84],
    [176, 426, 448, 78],
  ] as const;
  for (const [x, y, width, height] of drawers) {
    body += rect(x, y, width, height, 'rx="3" fill="url(#walnut)" stroke="#2b170b" stroke-width="2"');
    body += rect(x + 7, y + 7, width - 14, height - 14, 'fill="none" stroke="#d9b27a" stroke-width="2" opacity="0.75"');
    for (let i = 1; i < 5; i += 1)
      body += path(
        `M${x + 14} ${y + (height * i) / 5}q${width / 3} ${i % 2 ? -14 : 12} ${width / 2} 0t${width / 2 - 28} 0`,
        'fill="none" stroke="#3c210f" stroke-width="1" opacity="0.35"',
      );
    const handles = width > 300 ? [x + width * 0.22, x + width * 0.78] : [x + width / 2];
    for (const cx of handles) {
      const cy = y + height / 2 - 5;
      body += path(
        `M${cx - 34} ${cy}q8 -16 34 -14q26 -2 34 14q-14 12 -34 10q-20 2 -34 -10z`,
        'fill="url(#brass)" stroke="#5d4313"',
      );
      body += path(`M${cx - 24} ${cy}q2 24 24 24t24 -24`, 'fill="none" stroke="url(#brass)" stroke-width="5"');
    }
    body += circle(x + width / 2, y + 20, 4, 'fill="#2b170b"');
  }
  for (const x of [168, 592])
    body += path(`M${x} 510h40v18q-20 -4 -22 24h-14q-6 -20 -4 -42z`, `fill="url(#walnut)" ${edge}`);
  return {
    defs,
    body: body + path('M208 510h384v8q-60 0 -80 16q-112 16 -224 0q-20 -16 -80 -16z', `fill="url(#walnut)" ${edge}`),
  };
}

export function mirror(): Picture {
  const stage = studio('#dcd8cf', '#9c9588');
  const defs =
    stage.defs +
    linear(
      'gilt',
      [
        [0, '#fbe7ac'],
        [0.3, '#c9973f'],
        [0.55, '#8a6120'],
        [0.8, '#ecca7c'],
        [1, '#7d5519'],
      ],
      'slant',
    ) +
    radial(
      'silver',
      [
        [0, '#fafcfc'],
        [0.5, '#c5d0d3'],
        [1, '#7f9096'],
      ],
      0.36,
      0.3,
      0.9,
    );
  let body =
    stage.body +
    circle(412, 318, 218, 'fill="#000000" opacity="0.2"') +
    circle(400, 300, 214, `fill="url(#gilt)" ${edge}`);
  body +=
    circle(400, 300, 200, 'fill="none" stroke="#6b4815" stroke-width="3"') +
    circle(400, 300, 164, 'fill="none" stroke="#1e1a15" stroke-width="10"');
  for (let i = 0; i < 36; i += 1) {
    const [x, y] = polar(400, 300, 184, i * 10);
    body += circle(x, y, 9.5, 'fill="url(#gilt)" stroke="#5d3f12" stroke-width="1"');
  }
  body += circle(400, 300, 159, 'fill="url(#silver)"');
  body += path('M270 236q26 -66 96 -84q-72 52 -70 132z', 'fill="#ffffff" opacity="0.55"');
  body += path('M262 352q60 -26 138 -26t138 26q-34 90 -138 104q-104 -14 -138 -104z', 'fill="#6d7c80" opacity="0.35"');
  body +=
    rect(372, 214, 56, 84, 'fill="#eef3f2" opacity="0.8"') +
    path('M400 214v84M372 256h56', 'stroke="#8c9a9d" stroke-width="3"');
  body += path('M340 78q28 -42 60 -20q32 -22 60 20q-32 -8 -60 18q-28 -26 -60 -18z', `fill="url(#gilt)" ${edge}`);
  return { defs, body: body + path('M356 520q44 26 88 0q-8 40 -44 50q-36 -10 -44 -50z', `fill="url(#gilt)" ${edge}`) };
}

export function sideTable(): Picture {
  const stage = studio('#f3f0ea', '#c9c2b6', [400, 548, 230]);
  const defs =
    stage.defs +
    linear(
      'rosewood',
      [
        [0, '#5a2b1a'],
        [0.35, '#8d4c2e'],
        [0.6, '#6a3420'],
        [1, '#401d10'],
      ],
      'across',
    ) +
    linear(
      'marble',
      [
        [0, '#fbfaf7'],
        [0.5, '#e4e0d8'],
        [1, '#f4f1ea'],
      ],
      'slant',
    );
  const wood = `fill="url(#rosewood)" ${edge}`;
  let body =
    stage.body +
    ellipse(400, 226, 218, 40, 'fill="#b9b2a5"') +
    ellipse(400, 216, 218, 40, 'fill="url(#marble)" stroke="#a39c8f"');
  for (const d of ['M240 210q60 -14 96 8t110 -6', 'M320 236q70 -18 130 -4t96 -16', 'M300 194q40 10 96 -4'])
    body += path(d, 'fill="none" stroke="#b7afa2" stroke-width="1.6" opacity="0.8"');
  body += path('M214 236q186 50 372 0v34q-186 50 -372 0z', wood);
  for (let i = 0; i < 9; i += 1)
    body += line(
      232 + i * 42,
      252 + Math.sin((i / 8) * Math.PI) * 24,
      254 + i * 42,
      252 + Math.sin(((i + 0.5) / 8) * Math.PI) * 24,
      'stroke="#d7b27c" stroke-width="3"',
    );
  for (const [x, lean] of [
    [248, -22],
    [552, 22],
    [350, -8],
    [450, 8],
  ] as const)
    body += path(`M${x - 12} 262h24L${x + lean + 6} 556h-12z`, wood);
  return { defs, body: body + path('M250 440q150 46 300 0v14q-150 46 -300 0z', wood) };
}
