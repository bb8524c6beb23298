/** A work on paper in its mount and frame; what is drawn on the sheet comes from elsewhere. */
import { linear, type Picture, path, rect, studio } from './draw.ts';

/** The sheet inside the mount: left, top, width, height. */
export const X = 225;
export const Y = 95;
export const W = 350;
export const H = 410;

export function mounted(art: Picture, frame: readonly [light: string, dark: string]): Picture {
  const stage = studio('#f2f0ec', '#cfcac1');
  const [light, dark] = frame;
  const defs =
    stage.defs +
    linear(
      'frame',
      [
        [0, light],
        [0.5, dark],
        [1, light],
      ],
      'slant',
    ) +
    linear(
      'mount',
      [
        [0, '#fdfcf8'],
        [1, '#f1ede3'],
      ],
      'slant',
    ) +
    `<clipPath id="sheet">${rect(X, Y, W, H, '')}</clipPath>` +
    art.defs;
  const body =
    stage.body +
    rect(168, 38, 480, 548, 'fill="#000000" opacity="0.10"') +
    rect(160, 30, 480, 540, 'fill="#000000" opacity="0.14"') +
    rect(160, 28, 480, 538, 'fill="url(#frame)"') +
    rect(174, 42, 452, 510, 'fill="url(#mount)" stroke="#00000066"') +
    path(`M${X - 6} ${Y + H + 6}V${Y - 6}H${X + W + 6}`, 'fill="none" stroke="#00000033" stroke-width="3"') +
    path(`M${X - 6} ${Y + H + 6}H${X + W + 6}V${Y - 6}`, 'fill="none" stroke="#ffffff" stroke-width="3"') +
    `<g clip-path="url(#sheet)">${art.body}</g>`;
  return { defs, body };
}
