/** The baseline of row `paint`: a desk as one writes it in an afternoon. Every tick sets the store, the board takes the whole store, React paints it. */
import { createRoot } from 'react-dom/client';
import { create } from 'zustand';
import type { Tick } from '../../../protocol/wire.ts';

type Session = {
  readonly jwt: string;
  readonly server: string;
  readonly sale: string;
  readonly lots: number;
};

const useTicks = create<{ readonly ticks: Readonly<Record<string, Tick>> }>(() => ({ ticks: {} }));
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

function Board({ lots }: { readonly lots: readonly string[] }) {
  const ticks = useTicks((state) => state.ticks);
  return (
    <table>
      <tbody>
        {lots.map((lot, index) => {
          const tick = ticks[lot];
          return (
            <tr key={lot} data-lot={lot}>
              <td>Lot {index + 1}</td>
              <td data-price>{tick?.priceMinor == null ? '' : money.format(tick.priceMinor / 100)}</td>
              <td>{tick?.askMinor == null ? '' : money.format(tick.askMinor / 100)}</td>
              <td>{tick?.leader}</td>
              <td>{tick?.bids}</td>
              <td>{tick?.status}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const session = (await (await fetch('session.json')).json()) as Session;
const host = document.getElementById('desk');
if (host === null) throw new Error('naive.html has no #desk');
const lots = Array.from({ length: session.lots }, (_, index) => `l${index}`);
createRoot(host).render(<Board lots={lots} />);

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
  else if (line === 'PONG') document.title = 'live';
}
