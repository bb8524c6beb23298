/** How a public name of a bidder reads at the rostrum, which alone knows who speaks on a telephone line. */
import { useMemo } from 'react';
import type { Phone } from '../../store/clerk.ts';
import { useClerk } from './use-console.ts';

const PHONE = 'Phone-';

export function paddleWords(paddle: string, phones: readonly Phone[]): string {
  if (paddle === 'room') return 'Room';
  if (paddle === 'house') return 'House';
  if (paddle === 'Floor2') return 'Room, second place';
  if (!paddle.startsWith(PHONE)) return `Paddle ${paddle}`;
  const name = phones.find((phone) => phone.paddle === paddle)?.name ?? paddle.slice(PHONE.length).replaceAll('-', ' ');
  return `Telephone ${name}`;
}

export function usePaddleWords(): (paddle: string) => string {
  const phones = useClerk((state) => state.phones);
  return useMemo(() => (paddle: string) => paddleWords(paddle, phones), [phones]);
}
