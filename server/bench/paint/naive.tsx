/**
 * The floor of row `paint`: the same page on a store as one writes it in an afternoon. Every tick sets the store, the board takes the
 * whole of it, React draws the rows that changed. (One that draws the whole board a tick does not keep up at all: its page stands still.)
 * The markup and the styles are the desk's own, read off its screen; nothing else is.
 */
import { createElement, memo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { create } from 'zustand';
import type { Tick } from '../../../protocol/wire.ts';
import type { Mark, Markup } from './pages/markup.ts';

type Session = {
  readonly jwt: string;
  readonly server: string;
  readonly sale: string;
  readonly markup: Markup;
};
type Element = Exclude<Mark, string | { readonly slot: unknown }>;
type Ticks = Readonly<Record<string, Tick>>;

const useTicks = create<{ readonly ticks: Ticks }>(() => ({ ticks: {} }));
const money = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'EUR',
  trailingZeroDisplay: 'stripIfInteger',
});

const Board = memo(function Board({ mark }: { readonly mark: Element }) {
  const ticks = useTicks((state) => state.ticks);
  return withRows(mark, 0, ticks);
});

const Row = memo(function Row({ mark, tick }: { readonly mark: Element; readonly tick: Tick | undefined }) {
  return drawn(mark, 0, tick);
});

function withRows(mark: Mark, key: number, ticks: Ticks): ReactNode {
  if (typeof mark === 'string' || 'slot' in mark) return drawn(mark, key, undefined);
  const lot = lotOf(mark);
  if (lot !== null) return <Row key={key} mark={mark} tick={ticks[lot]} />;
  const children = mark.children.map((child, index) => withRows(child, index, ticks));
  return createElement(mark.tag, { key, ...propsOf(mark.attrs) }, ...children);
}

function lotOf({ attrs }: Element): string | null {
  const index = Number(attrs['aria-rowindex']) - 2;
  return attrs.role === 'row' && index >= 0 ? `l${index}` : null;
}

function drawn(mark: Mark, key: number, tick: Tick | undefined): ReactNode {
  if (typeof mark === 'string') return mark;
  if ('slot' in mark) {
    const minor = tick?.[mark.slot] ?? null;
    return minor === null ? '' : money.format(minor / 100);
  }
  const children = mark.children.map((child, index) => drawn(child, index, tick));
  return createElement(mark.tag, { key, ...propsOf(mark.attrs) }, ...children);
}

/** All around the board is drawn once. */
function around(mark: Mark, key: number): ReactNode {
  if (typeof mark === 'string' || 'slot' in mark) return drawn(mark, key, undefined);
  if (mark.attrs.role === 'table' && mark.attrs['aria-label'] === 'Lots') return <Board key={key} mark={mark} />;
  const children = mark.children.map((child, index) => around(child, index));
  return createElement(mark.tag, { key, ...propsOf(mark.attrs) }, ...children);
}

const props = new WeakMap<Element['attrs'], Record<string, unknown>>();

function propsOf(attrs: Element['attrs']): Record<string, unknown> {
  const known = props.get(attrs);
  if (known !== undefined) return known;
  const { class: className, style, value: _value, checked: _checked, ...rest } = attrs;
  const made: Record<string, unknown> = { ...rest, className };
  if (style !== undefined) made.style = styleOf(style);
  for (const name of ['hidden', 'disabled']) if (rest[name] === '') made[name] = true;
  props.set(attrs, made);
  return made;
}

function styleOf(text: string): Record<string, string> {
  const style: Record<string, string> = {};
  for (const rule of text.split(';')) {
    const colon = rule.indexOf(':');
    if (colon < 0) continue;
    const name = rule.slice(0, colon).trim();
    const key = name.startsWith('--') ? name : name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    style[key] = rule.slice(colon + 1).trim();
  }
  return style;
}

const session = (await (await fetch('session.json')).json()) as Session;
const { markup } = session;
for (const [name, value] of Object.entries(markup.root)) document.documentElement.setAttribute(name, value);
const host = document.getElementById('desk');
if (host === null || typeof markup.desk === 'string' || 'slot' in markup.desk) throw new Error('there is no #desk');
createRoot(host).render(markup.desk.children.map(around));

const socket = new WebSocket(session.server);
socket.binaryType = 'arraybuffer';
const decoder = new TextDecoder();
let text = '';
socket.onmessage = ({ data }) => {
  text += decoder.decode(data as ArrayBuffer, { stream: true });
  for (let eol = text.indexOf('\r\n'); eol >= 0; eol = text.indexOf('\r\n')) {
    const line = text.slice(0, eol);
    if (!line.startsWith('MSG ')) {
      text = text.slice(eol + 2);
      void control(line);
      continue;
    }
    const size = Number(line.slice(line.lastIndexOf(' ') + 1));
    if (text.length < eol + 4 + size) return;
    const tick = JSON.parse(text.slice(eol + 2, eol + 2 + size)) as Tick;
    text = text.slice(eol + 4 + size);
    useTicks.setState((state) => ({ ticks: { ...state.ticks, [tick.lot]: tick } }));
  }
};

/** The bench signs: what a key costs in a page is not what is painted here. */
async function control(line: string): Promise<void> {
  if (line.startsWith('INFO ')) {
    // Only the first one asks for a login.
    const { nonce } = JSON.parse(line.slice(5)) as { nonce?: string };
    if (nonce === undefined || document.title === 'live') return;
    const sig = await (await fetch(`sign?${nonce}`)).text();
    const connect = {
      jwt: session.jwt,
      sig,
      verbose: false,
      pedantic: false,
      lang: 'naive',
      version: '1',
      protocol: 1,
    };
    socket.send(`CONNECT ${JSON.stringify(connect)}\r\nSUB rostrum.v1.tick.${session.sale}.* 1\r\nPING\r\n`);
  } else if (line === 'PING') socket.send('PONG\r\n');
  else if (line === 'PONG' && document.title !== 'live') {
    document.title = 'live';
    await join();
  }
}

/** What stood before the first tick. */
async function join(): Promise<void> {
  const ticks = (await (await fetch('snapshot')).json()) as readonly Tick[];
  const known = Object.fromEntries(ticks.map((tick) => [tick.lot, tick]));
  useTicks.setState((state) => ({ ticks: { ...known, ...state.ticks } }));
}
