// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { DeskBridge } from '../../../protocol/bridge.ts';
import { testDesk } from '../../desk.fixture.ts';
import type { FeedOrder } from '../../feed/words.ts';
import { DeskContext } from '../../select.ts';
import { Password } from './password.tsx';

afterEach(cleanup);

test('a password is changed by its owner, and the desk goes on with what it is given', async () => {
  const orders: FeedOrder[] = [];
  const { desk } = testDesk({ onOrder: (order) => orders.push(order), newId: () => 'id' });
  const user = { id: 'anna', role: 'bidder', name: 'Anna', paddle: '101' } as const;
  const pass = { jwt: 'old', expiresAt: 1, servers: ['ws://h'], publicKey: 'U', user };
  desk.link.setState({ session: { phase: 'in', pass } });
  const asked: unknown[] = [];
  Object.assign(desk.bridge, {
    publicKey: async () => 'U',
    login: async (request: Parameters<DeskBridge['login']>[0]) => {
      asked.push(request);
      if (request.password !== 'correct horse') throw new Error('unauthorised: Unknown user or wrong password.');
      return { ...pass, jwt: 'new' };
    },
  });
  render(
    <DeskContext value={desk}>
      <Password />
    </DeskContext>,
  );
  const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const send = () =>
    act(async () =>
      fireEvent.submit(screen.getByRole('button', { name: 'Change password' }).closest('form') as Element),
    );
  await press('Change…');
  type('Present password', 'wrong horse');
  type('New password', 'battery staple');
  await send();
  expect(screen.getByText('Unknown user or wrong password.')).toBeTruthy();
  expect(desk.link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'old' } });
  type('Present password', 'correct horse');
  await send();
  expect(screen.getByText('Changed. Your other desks are signed out.')).toBeTruthy();
  expect(asked.at(-1)).toEqual({ user: 'anna', password: 'correct horse', newPassword: 'battery staple' });
  expect(orders).toContainEqual({ type: 'renewed', pass: { ...pass, jwt: 'new' } });
  // The dialog hears its keys, and nothing of it stays in the page.
  expect(document.activeElement?.textContent).toBe('Change…');
  await press('Change…');
  expect(document.activeElement).toBe(screen.getByLabelText('Present password'));
  expect(screen.getByLabelText<HTMLInputElement>('Present password').value).toBe('');
});
