/** Keeps a house's certificate: takes up a new one, and says what is wrong with the one that is there, also after months. */
import type { Logger } from 'pino';
import type { TlsFiles } from '../nats/conf.ts';
import { certificateWarnings, readCertificate } from './certificate.ts';
import { watchTls } from './tlswatch.ts';

export type TlsKeeping = {
  readonly tls: TlsFiles;
  /** Where desks are told to come. */
  readonly addresses: readonly string[];
  /** Shows the new certificate from now on. Throws when it cannot be used. */
  readonly take: () => void;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

const LOOK_EVERY_MS = 24 * 3_600_000;

/** The return value ends it. */
export function keepTls({ tls, addresses, take, log }: TlsKeeping): () => void {
  const look = () => {
    try {
      for (const words of certificateWarnings(readCertificate(tls), addresses)) log.warn(words);
    } catch (cause) {
      log.error({ err: cause }, 'the certificate');
    }
  };
  look();
  const daily = setInterval(look, LOOK_EVERY_MS).unref();
  const unwatch = watchTls(tls, () => {
    try {
      take();
    } catch (cause) {
      log.error({ err: cause }, 'the new certificate cannot be used; the one before stays');
      return;
    }
    log.info('certificates read again');
    look();
  });
  return () => {
    clearInterval(daily);
    unwatch();
  };
}
