// @vitest-environment happy-dom
/** Rows and columns are laid out by the rem that the style sheet says, on whatever screen. */
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useNarrow } from '../../select.ts';
import { Cell, VirtualTable } from './virtual-table.tsx';

const root = document.documentElement;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  cleanup();
  root.removeAttribute('style');
  vi.restoreAllMocks();
});

/** A window that is moved to such a screen, or in which another size of text is chosen. */
const look = (remPx: number, isMoved: boolean) =>
  act(async () => {
    if (!isMoved) root.style.fontSize = `${remPx}px`;
    else {
      const { fontSize: _, ...style } = getComputedStyle(root);
      vi.spyOn(window, 'getComputedStyle').mockReturnValue({ ...style, fontSize: `${remPx}px` });
      window.dispatchEvent(new Event('resize'));
    }
  });

test.each([
  ['a larger screen', true],
  ['a larger text', false],
])('%s makes rows higher', async (_, isMoved) => {
  render(
    <VirtualTable
      label="Lots"
      columns={[{ id: 'lot', head: 'Lot', track: '1fr' }]}
      count={2}
      rowRem={3}
      rowKey={String}
      row={(index) => <Cell>{index}</Cell>}
    />,
  );
  const placed = () =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map(({ style }) => [style.top, style.height]);
  await look(16, false);
  expect(placed()).toEqual([
    ['0px', '48px'],
    ['48px', '48px'],
  ]);
  await look(18, isMoved);
  expect(placed()).toEqual([
    ['0px', '54px'],
    ['54px', '54px'],
  ]);
});

function Width() {
  return <p>{String(useNarrow(100))}</p>;
}

test('a window is narrow by its rem', async () => {
  const asked = vi.spyOn(window, 'matchMedia');
  await look(18, false);
  render(<Width />);
  expect(asked).toHaveBeenLastCalledWith('(max-width: 1799.98px)');
  await look(20, true);
  expect(asked).toHaveBeenLastCalledWith('(max-width: 1999.98px)');
});
