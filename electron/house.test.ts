import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHouseSocket, parseHouse, socketSources } from './house.ts';

function house(text: string) {
  const parsed = parseHouse(text);
  if (parsed === null) throw new Error(`${text} is no house`);
  return parsed;
}

describe('the address of the house', () => {
  it.each([
    ['http://127.0.0.1:4280', 'http://127.0.0.1:4280', true],
    ['http://localhost:4280/some/path?x', 'http://localhost:4280', true],
    ['https://house.example', 'https://house.example', false],
    ['https://House.Example:8443/', 'https://house.example:8443', false],
  ])('%s is taken', (text, origin, isLoopback) => {
    expect(parseHouse(text)).toMatchObject({ origin, isLoopback });
  });

  it.each([
    'http://house.example',
    'http://192.168.0.4:4280',
    'http://127.0.0.1.evil.example',
    'https://user:word@house.example',
    'https://[::1]:4280',
    'ws://127.0.0.1:4272',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'house.example',
    '',
  ])('%s is refused', (text) => {
    expect(parseHouse(text)).toBeNull();
  });

  it('is never plain http off this machine, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.domain().map((name) => `http://${name}:4280`),
        ),
        (text) => {
          const parsed = parseHouse(text);
          if (parsed === null) return;
          expect(parsed.origin.startsWith('https://') || parsed.isLoopback).toBe(true);
        },
      ),
    );
  });
});

describe('the sockets of the house', () => {
  const here = house('http://127.0.0.1:4280');
  const there = house('https://house.example');

  it('are wss at its own host, and ws on this machine only', () => {
    expect(isHouseSocket('ws://127.0.0.1:4272', here)).toBe(true);
    expect(isHouseSocket('ws://localhost:4272/', here)).toBe(true);
    expect(isHouseSocket('wss://house.example:443/nats', there)).toBe(true);
  });

  it.each([
    'ws://house.example',
    'wss://other.example',
    'wss://house.example.evil.org',
    'ws://127.0.0.1:4272',
    'https://house.example',
  ])('of a house elsewhere are not %s', (text) => expect(isHouseSocket(text, there)).toBe(false));

  it('of a house on this machine are not elsewhere', () => {
    expect(isHouseSocket('ws://192.168.0.4:4272', here)).toBe(false);
    expect(isHouseSocket('wss://house.example', here)).toBe(false);
  });

  it('are spelled in the policy without a plain ws for a house elsewhere', () => {
    expect(socketSources(there)).toEqual(['wss://house.example:*']);
    expect(socketSources(here)).toEqual(['wss://127.0.0.1:*', 'ws://127.0.0.1:*', 'ws://localhost:*']);
  });
});
