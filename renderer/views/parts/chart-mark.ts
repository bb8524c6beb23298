/** The place in a chart that is looked at, painted over what was drawn. Knows no chart. */
type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Pen = Pick<CanvasRenderingContext2D, 'save' | 'restore' | 'fillRect' | 'fillStyle' | 'globalAlpha'>;

/** As far as a point reaches beyond its place. */
const POINT_PX = 5;
const PALE = 0.7;

/** A line at the place, or at the edge when all lies behind it, and a veil over what does; the point that is on the line stays as it is. */
export function markNow(
  pen: Pen,
  { left, top, width, height }: Box,
  x: number,
  { line, pale }: Readonly<Record<'line' | 'pale', string>>,
): void {
  const reach = POINT_PX * devicePixelRatio;
  const from = Math.max(left - reach, x + reach);
  pen.save();
  pen.globalAlpha = PALE;
  pen.fillStyle = pale;
  if (x < left + width) pen.fillRect(from, top, left + width + reach - from, height);
  pen.globalAlpha = 1;
  pen.fillStyle = line;
  if (x <= left + width) pen.fillRect(Math.max(left, x), top, devicePixelRatio, height);
  pen.restore();
}
