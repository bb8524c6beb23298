/** `npm run -s nats-server`: finds or brings nats-server, for a house that runs as a service, and prints where it is. */
import { join } from 'node:path';
import { faultLine } from './fault.ts';
import { bringNatsServer, natsSources } from './natsServer.ts';

try {
  const { path } = await bringNatsServer(
    natsSources(join(import.meta.dirname, '..'), (line) => console.error(`· ${line}`)),
  );
  console.log(path);
} catch (fault) {
  console.error(faultLine(fault));
  process.exit(1);
}
