import { describe, expect, it } from 'vitest';
import { createDenials } from './denials.ts';

const KEYS = ['A', 'B'].map((letter) => `U${letter.repeat(55)}`);
const [MALLORY = '', ANNA = ''] = KEYS;
const ACCOUNT = `A${'C'.repeat(55)}`;
/** As nats-server writes it; what it quotes comes from the client. */
const BEGUN = '[17900] 2026/11/26 15:14:26.691795 [ERR] 127.0.0.1:48074 -';
const until = (key: string, cid = 7, name = 'v1:test', subject = 'a') =>
  `${BEGUN} wid:${cid} - ${JSON.stringify(name)} - Publish Violation - JWT User "${key}", Subject ${JSON.stringify(subject)}\n`;
const since = (key: string, cid = 7, name = 'v1:test', subject = 'a') =>
  `${BEGUN} wid:${cid} - ${JSON.stringify(name)} - "${ACCOUNT}/house/jwt:${key}" - Publish Violation - Subject ${JSON.stringify(subject)}\n`;

describe.each([
  ['until 2.11', until],
  ['from 2.12 on', since],
])('denials %s', (_version, line) => {
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
    const label = `${ACCOUNT}/house/jwt:${ANNA}`;
    const names = [label, `"${label}"`];
    for (const forged of [until, since].map((one) => one(ANNA).slice(one(ANNA).indexOf(' - ', BEGUN.length + 8))))
      names.push(forged, `"${forged}`, `\n${line(ANNA)}`, `" - wid:3${forged}`, `\\"${forged}`);
    for (const name of names) expect(createDenials(limits)(line(MALLORY, 7, name, name).repeat(9))).toEqual([]);
    for (const name of names) expect(createDenials(limits)(line(MALLORY, 7, name, name).repeat(10))).toEqual([7]);
  });
});
