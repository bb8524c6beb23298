/** Whether this process may listen somewhere, and else why not, in a sentence with the way out. Knows neither HTTP nor NATS. */
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Place = {
  readonly host: string;
  readonly port: number;
  /** The option that moves it, `--ws-port`. */
  readonly option: string;
};

export class ListenFault extends Error {
  readonly code: 'http-port-taken' | 'nats-port-taken' | 'port-kept' | 'address-not-here' | 'listen-failed';
  constructor(place: Place, cause: NodeJS.ErrnoException) {
    const [code, sentence] = wordsFor(place, cause.code ?? '');
    super(sentence, { cause });
    this.code = code;
  }
}

/** Throws a `ListenFault` when nobody can listen there now. Nothing is asked over the network: an address elsewhere would not answer for minutes. */
export async function tryPlace(place: Place): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenFault(place, cause)));
    server.listen(place.port, place.host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function wordsFor({ host, port, option }: Place, code: string): readonly [ListenFault['code'], string] {
  switch (code) {
    case 'EADDRINUSE':
      return [
        option === '--port' ? 'http-port-taken' : 'nats-port-taken',
        `Port ${port} on ${host} is taken by another program; end that one, or choose another port with ${option}.`,
      ];
    case 'EACCES':
      return [
        'port-kept',
        `Port ${port} is kept for root; choose one from 1024 on with ${option}, or give the service AmbientCapabilities=CAP_NET_BIND_SERVICE.`,
      ];
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['address-not-here', `${host} is no address of this machine; give --host one that is: ${ownAddresses()}.`];
    default:
      return [
        'listen-failed',
        `The house cannot listen on ${host}, port ${port} (${code}); give another --host or ${option}.`,
      ];
  }
}

/** Link-local ones serve nobody without the name of an interface. */
function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return all
    .map(({ address }) => address)
    .filter((address) => !/^fe[89ab]/i.test(address))
    .join(', ');
}
