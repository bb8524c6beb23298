// @vitest-environment happy-dom
/** A desk whose code cannot be fetched leaves the frame where it is, and comes when the house is back. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { testDesk } from '../../desk.fixture.ts';
import type { Connection } from '../../feed/words.ts';
import { DeskContext } from '../../select.ts';
import type { DeskPlace } from './desks.ts';
import { Place } from './place.tsx';

afterEach(cleanup);

/** A desk of the test's own, which is fetched when the test says so. */
function stage(id: string) {
  let tries = 0;
  let isAway = true;
  const place: DeskPlace = {
    ...{ id, title: id, roles: ['clerk'] },
    load: async () => {
      tries += 1;
      if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
      return () => <p>This is {id}</p>;
    },
  };
  return { place, tries: () => tries, comeBack: () => (isAway = false) };
}

async function open(place: DeskPlace, others: readonly DeskPlace[] = []) {
  const { desk, hear } = testDesk({ onOrder: () => undefined, newId: () => 'none' });
  const say = (connection: Connection) => act(async () => hear({ type: 'connection', connection }));
  await say({ state: 'connecting', isShut: false });
  await act(async () => {
    render(
      <DeskContext value={desk}>
        <Place place={place} others={others} />
      </DeskContext>,
    );
  });
  return say;
}

test('it says that it could not be fetched, and is there by itself with the house', async () => {
  const { place, comeBack } = stage('one');
  const say = await open(place);
  expect(screen.getByRole('alert').textContent).toMatch(/^The desk “one” could not be fetched/);
  comeBack();
  await say({ state: 'live' });
  expect(screen.getByText('This is one')).toBeTruthy();
});

test('it is asked for by hand', async () => {
  const { place, comeBack, tries } = stage('two');
  await open(place);
  comeBack();
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Ask now' })));
  expect(screen.getByText('This is two')).toBeTruthy();
  expect(tries()).toBe(2);
});

test('the other desks of a role are fetched behind the first, while the house is there', async () => {
  const [first, other] = [stage('three'), stage('four')];
  first.comeBack();
  other.comeBack();
  const say = await open(first.place, [first.place, other.place]);
  expect(other.tries()).toBe(0);
  await say({ state: 'live' });
  expect([first.tries(), other.tries()]).toEqual([1, 1]);
});
