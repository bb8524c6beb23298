// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { DeskBridge } from '../../../protocol/bridge.ts';
import type { SetupRequest } from '../../../protocol/setup.ts';
import type { Registration, RegistrationState } from '../../../protocol/wire.ts';
import { standing as anna } from '../../sale.fixture.ts';
import { DeskContext } from '../../select.ts';
import { createDesk } from '../../store.ts';
import { Application } from './application.tsx';

const standing = { ...anna, registered: false };
const registration = (state: RegistrationState): Registration => ({
  ...{ sale: 's1', bidder: 'anna', state, limitMinor: null, paddle: null, at: 1 },
});

/** Anna's desk at a house that keeps `known` of her. */
async function seat(known: Registration | null, role: 'bidder' | 'clerk' = 'bidder') {
  const asked: SetupRequest[] = [];
  let own = known;
  const bridge = {
    pending: async () => [],
    keepPending: async () => undefined,
    onSystem: () => () => undefined,
    setup: async (_jwt: string, request: SetupRequest) => {
      asked.push(request);
      if (request.ask === 'apply') own = registration('applied');
      return request.ask === 'apply' ? own : { registrations: own === null ? [] : [own] };
    },
  } as unknown as DeskBridge;
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const desk = createDesk({
    ...{ bridge, storage, passes: storage },
    feed: { send: () => undefined, hear: () => undefined },
    sales: async () => [{ id: 's1', title: 'A sale' }],
    nowMs: () => 1,
    wallMs: () => 1,
    newId: () => 'id',
    later: () => undefined,
    sounds: { play: () => undefined },
    isAway: () => false,
  });
  const user = { id: 'anna', role, name: 'Anna', paddle: null };
  const pass = { jwt: 'j', expiresAt: 1, servers: [], user, publicKey: 'U' };
  desk.link.setState({ session: { phase: 'in', pass } });
  desk.sale.setState({ saleId: 's1', standing });
  await act(async () => {
    render(
      <DeskContext value={desk}>
        <Application />
      </DeskContext>,
    );
  });
  return { desk, asked };
}

afterEach(cleanup);

test('who is not registered applies, sees that, and the bar goes when he may bid', async () => {
  const { desk, asked } = await seat(null);
  expect(screen.getByText(/You may watch it/)).toBeTruthy();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Apply to bid' })));
  expect(asked.map(({ ask }) => ask)).toEqual(['registrations', 'apply']);
  expect(asked[1]).toEqual({ ask: 'apply', sale: 's1' });
  expect(screen.getByText('You applied. The house has not decided yet.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
  act(() => desk.sale.setState({ standing: { ...standing, registered: true } }));
  expect(screen.queryByLabelText('Your registration')).toBeNull();
});

test('a decision of the house is told, and cannot be asked for again', async () => {
  await seat(registration('declined'));
  expect(screen.getByText('The house declined. Speak to the house.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('a clerk is asked nothing', async () => {
  const { asked } = await seat(null, 'clerk');
  expect(screen.queryByLabelText('Your registration')).toBeNull();
  expect(asked).toEqual([]);
});
