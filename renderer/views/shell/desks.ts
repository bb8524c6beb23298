/** Which desks there are and who may sit at which. A desk adds its line here; its code comes after the frame's. */
import type { ComponentType } from 'react';
import type { Role } from '../../../protocol/wire.ts';

export type DeskPlace = {
  readonly id: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly load: () => Promise<ComponentType>;
};

export const DESKS: readonly DeskPlace[] = [
  {
    id: 'bidder',
    title: 'Bidding',
    roles: ['bidder', 'operator'],
    load: async () => (await import('../bidder/bidder.tsx')).Bidder,
  },
  {
    id: 'clerk',
    title: 'Rostrum',
    roles: ['clerk', 'operator'],
    load: async () => (await import('../clerk/clerk.tsx')).Clerk,
  },
  {
    id: 'setup',
    title: 'Set up',
    roles: ['clerk', 'operator'],
    load: async () => (await import('../setup/setup.tsx')).Setup,
  },
  {
    id: 'review',
    title: 'Review',
    roles: ['reviewer', 'operator'],
    load: async () => (await import('../review/review.tsx')).Review,
  },
];

export function desksOf(role: Role): readonly DeskPlace[] {
  return DESKS.filter((desk) => desk.roles.includes(role));
}
