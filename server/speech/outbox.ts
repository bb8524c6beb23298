/**
 * What the house says in one turn of the loop, gathered as text and handed to the connection as bytes once (ADR 0026): the client's own
 * `publish` makes three byte arrays a message, which costs more than the rules. Knows one internal of the client; without it, it publishes.
 */

export type Outbox = {
  say(subject: string, text: string): void;
  /** Hands over what is gathered; whatever else is published must come after it. */
  flush(): void;
};

/** What of the client it uses: `publish` is the public way, `protocol.sendCommand` queues bytes that are NATS commands already. */
type Connection = {
  publish(subject: string, bytes: Uint8Array): void;
  isClosed(): boolean;
};
type Wire = { sendCommand(commands: Uint8Array): void };

/** Gathered text is handed over at this length too, so that a large batch begins to leave while the rest of it is made. */
const GATHERED_MAX = 65_536;

export function createOutbox(connection: Connection): Outbox {
  const wire = wireOf(connection);
  if (wire === null) return publishing(connection);
  let gathered = '';
  let isDue = false;

  function flush(): void {
    isDue = false;
    if (gathered === '') return;
    const commands = Buffer.from(gathered);
    gathered = '';
    if (!connection.isClosed()) wire?.sendCommand(commands);
  }

  return {
    say(subject, text) {
      const bytes = Buffer.byteLength(text);
      if (bytes > GATHERED_MAX) {
        // The client knows what the server takes at once, and refuses more.
        flush();
        if (!connection.isClosed()) connection.publish(subject, Buffer.from(text));
        return;
      }
      gathered += `PUB ${subject} ${bytes}\r\n${text}\r\n`;
      if (gathered.length >= GATHERED_MAX) flush();
      else if (!isDue) {
        isDue = true;
        queueMicrotask(flush);
      }
    },
    flush,
  };
}

function publishing(connection: Connection): Outbox {
  return {
    say(subject, text) {
      if (!connection.isClosed()) connection.publish(subject, Buffer.from(text));
    },
    flush() {},
  };
}

function wireOf(connection: Connection): Wire | null {
  const protocol = 'protocol' in connection ? connection.protocol : null;
  if (typeof protocol !== 'object' || protocol === null || !('sendCommand' in protocol)) return null;
  return typeof protocol.sendCommand === 'function' ? (protocol as Wire) : null;
}
