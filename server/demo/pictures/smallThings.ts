/** Four small things to stand on a table: a vase, a carriage clock, a lamp, a globe. */
import { circle, ellipse, line, linear, type Picture, path, polar, radial, rect, studio, text } from './draw.ts';

export function vase(): Picture {
  const stage = studio('#e9ecee', '#aab2b8', [400, 532, 170]);
  const defs =
    stage.defs +
    linear(
      'china',
      [
        [0, '#b7c3cd'],
        [0.28, '#ffffff'],
        [0.62, '#f1f5f8'],
        [1, '#8d9ba8'],
      ],
      'across',
    ) +
    `<clipPath id="body">${path('M352 92h96q-4 60 22 92q92 70 76 192q-12 96 -84 152h-124q-72 -56 -84 -152q-16 -122 76 -192q26 -32 22 -92z', '')}</clipPath>`;
  const blue = 'fill="none" stroke="#1f4aa0" stroke-width="4" stroke-linecap="round"';
  let body = `${stage.body}<g clip-path="url(#body)">${rect(230, 80, 340, 460, 'fill="url(#china)"')}`;
  for (const y of [104, 186, 214, 470, 496])
    body += ellipse(400, y, 190, 12, 'fill="none" stroke="#1f4aa0" stroke-width="5"');
  for (let i = 0; i < 9; i += 1) body += path(`M${246 + i * 36} 478q18 -30 36 0`, blue);
  for (let i = 0; i < 8; i += 1)
    body += path(`M${350 + i * 14} 176q6 -46 7 -62q6 18 7 62`, 'fill="#1f4aa0" opacity="0.85"');
  body += path('M300 420q30 -110 110 -120q70 -10 110 -62', blue) + path('M410 300q-20 -44 -70 -50', blue);
  for (const [x, y, size] of [
    [410, 300, 34],
    [318, 262, 22],
    [506, 256, 24],
    [330, 372, 18],
    [470, 384, 28],
  ] as const) {
    for (let i = 0; i < 7; i += 1) {
      const [px, py] = polar(x, y, size * 0.62, i * 51);
      body += circle(px, py, size * 0.42, 'fill="#2e62c4" stroke="#163878" stroke-width="1.5"');
    }
    body += circle(x, y, size * 0.36, 'fill="#ffffff" stroke="#163878" stroke-width="2"');
  }
  for (const [x, y, turn] of [
    [352, 330, 30],
    [376, 396, 80],
    [446, 330, -40],
    [290, 340, 10],
    [498, 330, 60],
  ] as const)
    body += `<g transform="translate(${x} ${y}) rotate(${turn})">${path('M0 0q16 -16 40 0q-24 16 -40 0z', 'fill="#1f4aa0"')}</g>`;
  body += `${path('M300 150q-40 180 10 340', 'fill="none" stroke="#ffffff" stroke-width="20" opacity="0.45"')}</g>`;
  return { defs, body: body + ellipse(400, 92, 50, 9, 'fill="#5d6b78" stroke="#e7edf2" stroke-width="5"') };
}

export function carriageClock(): Picture {
  const stage = studio('#ebe6dd', '#b3a896', [400, 532, 190]);
  const defs =
    stage.defs +
    linear(
      'brass',
      [
        [0, '#8a6420'],
        [0.25, '#f6dd99'],
        [0.5, '#c6983f'],
        [0.75, '#f3d68c'],
        [1, '#7d5818'],
      ],
      'across',
    ) +
    linear('inside', [
      [0, '#3b2c17'],
      [1, '#16100a'],
    ]) +
    radial('enamel', [
      [0, '#ffffff'],
      [1, '#e9e3d3'],
    ]);
  const brass = 'fill="url(#brass)" stroke="#5d431366" stroke-width="1.2"';
  let body = stage.body + path('M320 118v-34q80 -52 160 0v34', 'fill="none" stroke="url(#brass)" stroke-width="12"');
  body +=
    rect(272, 112, 256, 34, `rx="4" ${brass}`) +
    rect(284, 146, 232, 326, 'fill="url(#inside)"') +
    rect(256, 472, 288, 30, `rx="4" ${brass}`) +
    rect(244, 502, 312, 26, `rx="4" ${brass}`);
  for (const x of [278, 494]) {
    body += rect(x, 146, 28, 326, brass) + rect(x - 4, 146, 36, 14, brass) + rect(x - 4, 458, 36, 14, brass);
    for (const dx of [8, 14, 20])
      body += line(x + dx, 166, x + dx, 452, 'stroke="#6b4c15" stroke-width="1.6" opacity="0.6"');
  }
  body += circle(400, 268, 84, `${brass}`) + circle(400, 268, 74, 'fill="url(#enamel)" stroke="#5d4313"');
  const numerals = ['XII', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI'];
  numerals.forEach((numeral, hour) => {
    const [x, y] = polar(400, 268, 58, hour * 30);
    body += `<g transform="rotate(${hour * 30} ${x.toFixed(1)} ${y.toFixed(1)})">${text(x, y + 6, 16, numeral, 'fill="#1c1a17"')}</g>`;
  });
  for (const [angle, length, width] of [
    [305, 34, 5],
    [48, 52, 4],
  ] as const) {
    const [x, y] = polar(400, 268, length, angle);
    body += line(400, 268, x, y, `stroke="#20304f" stroke-width="${width}" stroke-linecap="round"`);
  }
  body +=
    circle(400, 268, 5, 'fill="#20304f"') +
    circle(400, 412, 34, `${brass}`) +
    circle(400, 412, 26, 'fill="none" stroke="#6b4c15" stroke-width="3"');
  for (let i = 0; i < 4; i += 1) {
    const [x, y] = polar(400, 412, 30, 45 + i * 90);
    body += line(400, 412, x, y, 'stroke="#6b4c15" stroke-width="3"');
  }
  return {
    defs,
    body: body + path('M306 150h40l-34 318h-6zM366 150h16l-40 318h-14z', 'fill="#ffffff" opacity="0.10"'),
  };
}

export function lamp(): Picture {
  const stage = studio('#e6ddd0', '#8f8474', [400, 544, 170]);
  const defs =
    stage.defs +
    radial(
      'glow',
      [
        [0, '#fff3cf', 0.95],
        [0.5, '#ffe3a0', 0.35],
        [1, '#ffe3a0', 0],
      ],
      0.5,
      0.5,
      0.5,
    ) +
    linear('opal', [
      [0, '#fffaf0'],
      [0.7, '#ffe9b8'],
      [1, '#f5c972'],
    ]) +
    linear(
      'chrome',
      [
        [0, '#5f666c'],
        [0.3, '#f7f9fa'],
        [0.5, '#aab2b8'],
        [0.8, '#eef1f3'],
        [1, '#4c5257'],
      ],
      'across',
    ) +
    linear(
      'base',
      [
        [0, '#2d2f33'],
        [0.4, '#5d6168'],
        [1, '#1a1b1e'],
      ],
      'across',
    );
  let body = stage.body + ellipse(400, 330, 330, 270, 'fill="url(#glow)"');
  body +=
    rect(390, 270, 20, 240, 'fill="url(#chrome)"') +
    ellipse(400, 520, 112, 24, 'fill="url(#base)"') +
    ellipse(400, 510, 112, 22, 'fill="#70757c"') +
    ellipse(400, 508, 104, 18, 'fill="url(#base)"');
  body +=
    path('M222 274a178 170 0 0 1 356 0z', 'fill="url(#opal)" stroke="#c9a25a" stroke-width="1.2"') +
    ellipse(400, 274, 178, 20, 'fill="#fff6dd" stroke="#d9b469"');
  body +=
    path('M258 232q40 -92 126 -108q-70 46 -84 112z', 'fill="#ffffff" opacity="0.7"') +
    rect(388, 88, 24, 20, 'rx="6" fill="url(#chrome)"');
  for (const [x, y] of [
    [440, 340],
    [440, 390],
  ] as const)
    body += line(x, 288, x, y, 'stroke="#8b8f94" stroke-width="1.4"');
  return { defs, body: body + circle(440, 396, 6, 'fill="url(#chrome)"') };
}

export function globe(): Picture {
  const stage = studio('#e8e4da', '#a8a091', [400, 548, 190]);
  const defs =
    stage.defs +
    radial(
      'sphere',
      [
        [0, '#f6e7c2'],
        [0.55, '#d3b47a'],
        [1, '#6f5326'],
      ],
      0.36,
      0.32,
      0.8,
    ) +
    linear(
      'ring',
      [
        [0, '#f6dd99'],
        [0.5, '#a87b2c'],
        [1, '#f0d28a'],
      ],
      'slant',
    ) +
    linear(
      'stand',
      [
        [0, '#40210f'],
        [0.4, '#8a532c'],
        [1, '#34190b'],
      ],
      'across',
    ) +
    `<clipPath id="ball">${circle(400, 250, 160, '')}</clipPath>`;
  const wood = 'fill="url(#stand)" stroke="#1d0e0566"';
  let body =
    stage.body +
    path('M388 420h24l10 84q70 8 96 44h-236q26 -36 96 -44z', wood) +
    circle(400, 250, 160, 'fill="url(#sphere)"') +
    '<g clip-path="url(#ball)">';
  const land = 'fill="#7d8a55" stroke="#4f5a30" stroke-width="1.4" opacity="0.85"';
  body += path(
    'M300 150q40 -40 96 -30q10 30 -24 46q-4 34 -40 40q-10 40 12 62q36 20 26 66q-24 46 -46 34q-2 -60 -30 -90q-34 -60 6 -128z',
    land,
  );
  body +=
    path('M446 158q60 -30 100 10q30 40 14 92q-34 10 -40 -24q-40 -2 -52 -32q-32 -16 -22 -46z', land) +
    path('M462 282q46 -14 62 20q-6 60 -44 78q-30 -44 -18 -98z', land);
  for (const rx of [30, 84, 128])
    body += ellipse(400, 250, rx, 160, 'fill="none" stroke="#5a3d22" stroke-width="1" opacity="0.6"');
  for (const [y, rx] of [
    [170, 138],
    [210, 155],
    [250, 160],
    [290, 155],
    [330, 138],
  ] as const)
    body += ellipse(400, y, rx, 18, 'fill="none" stroke="#5a3d22" stroke-width="1" opacity="0.6"');
  body += '</g>';
  body += `<g transform="rotate(-23 400 250)">${ellipse(400, 250, 36, 182, 'fill="none" stroke="url(#ring)" stroke-width="9"')}${circle(400, 66, 8, 'fill="url(#ring)"')}${circle(400, 434, 8, 'fill="url(#ring)"')}</g>`;
  body += path('M212 262a188 40 0 0 0 376 0l10 0a198 52 0 0 1 -396 0z', wood);
  for (const [top, foot] of [
    [214, 322],
    [586, 478],
  ] as const)
    body += path(`M${top - 9} 272h18Q${top} 420 ${foot + 10} 548h-20Q${top - 6} 420 ${top - 9} 272z`, wood);
  return { defs, body: body + path('M272 170q34 -62 98 -76q-56 40 -66 92z', 'fill="#ffffff" opacity="0.45"') };
}
