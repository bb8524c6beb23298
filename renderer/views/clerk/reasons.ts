/** The reasons that a clerk gives by a digit. They go into the log and to everybody as they stand. */
export const REASONS = {
  pass: ['Not sold', 'Reserve not met', 'No bid', 'Bidder could not be identified'],
  withdraw: ['Withdrawn by the consignor', 'Damaged', 'Title in dispute', 'Wrongly catalogued'],
  reopen: [
    'Hammer fell with a bid on its way',
    'Bid missed in the room',
    'Buyer withdrew at once',
    'Wrong lot hammered',
  ],
  void: ['Made in error', 'Bidder could not be identified', 'Wrong amount called', 'Bid taken twice'],
  hold: ['Technical trouble', 'Dispute in the room', 'Telephone lost', 'Short pause'],
} as const;

export type Reasoned = keyof typeof REASONS;

/** Grace after a hold, by digit: how much longer than the hold itself every clock is moved. */
export const GRACES_MS = [0, 10_000, 30_000, 60_000, 120_000] as const;
