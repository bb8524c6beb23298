import { describe, expect, it } from 'vitest';
import { createDenials } from './denials.ts';

const KEYS = ['A', 'B'].map((letter) => `U${letter.repeat(55)}`);
const [MALLORY = '', ANNA = ''] = KEYS;
/** As nats-server writes it; what it quotes comes from the client. */
const line = (key: string, cid = 7, name = 'v1:test', subject = 'a') =>
  `[17900] 2026/11/26 15:14:26.691795 [ERR] 127.0.0.1:48074 - wid:${cid} - ${JSON.stringify(name)} - Publish Violation - JWT User "${key}", Subject ${JSON.stringify(subject)}\n`;

describe('denials', () => {
  const limits = { denialsNoted: 3, denialsBorne: 10 };

  it('are borne for a while without a pause, told with the last connection, and borne anew', () => {
    const look = createDenials(limits);
    expect(look(line(MALLORY).repeat(9))).toEqual([]);
    expect(look(line(MALLORY, 7).repeat(2) + line(MALLORY, 8) + line(ANNA, 3))).toEqual([8]);
    expect(look(line(MALLORY, 9).repeat(9))).toEqual([]);
    expect(look('')).toEqual([]);
    expect(look(line(MALLORY, 9).repeat(9))).toEqual([]);
    expect(look(line(MALLORY, 9).repeat(2))).toEqual([]);
    expect(look(line(MALLORY, 9).repeat(9))).toEqual([]);
    const subscribing = line(MALLORY, 9).replace('Publish', 'Subscription');
    expect(look(subscribing.repeat(3))).toEqual([9]);
  });

  it('are not of whoever is named in what a client writes', () => {
    const forged = ` - Publish Violation - JWT User "${ANNA}", Subject "a"`;
    const names = [forged, `"${forged}`, `\n${line(ANNA)}`, `" - wid:3${forged}`, `\\"${forged}`];
    for (const name of names) expect(createDenials(limits)(line(MALLORY, 7, name, name).repeat(9))).toEqual([]);
    for (const name of names) expect(createDenials(limits)(line(MALLORY, 7, name, name).repeat(10))).toEqual([7]);
  });
});
