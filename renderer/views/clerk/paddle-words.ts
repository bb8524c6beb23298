/** How a public name of a bidder reads at the rostrum. */

export function paddleWords(paddle: string): string {
  if (paddle === 'room') return 'Room';
  if (paddle === 'house') return 'House';
  if (paddle === 'Floor2') return 'Room, second place';
  if (paddle.startsWith('Phone-')) return `Telephone ${paddle.slice('Phone-'.length).replaceAll('-', ' ')}`;
  return `Paddle ${paddle}`;
}
