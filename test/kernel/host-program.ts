import { createSocket } from 'node:dgram';
import type { Message, Reply } from './host.ts';

/**
 * The process of one host of the test network, in the host's own network namespace. It sends and answers datagrams:
 * their source is seen even where no answer finds its way back, of which a TCP server would never hear.
 *
 * The namespace lives as long as this process, and this process as long as the one that started it: whatever ends
 * the tests, nothing of the network is left.
 */
process.on('disconnect', () => process.exit());

const PORT = 8080;
const ARRIVAL_MS = 2000;
/** Counted from the moment when the answer has been sent; on its way it needs less than one. */
const ANSWER_MS = 150;

/** The text of each datagram that came in, and the address that it came from. */
const sources = new Map<string, string>();
const answers = new Set<string>();

/** A socket for each address: an answer has to come from where the question went. */
function listen(address: string): void {
  const server = createSocket('udp4');
  server.on('message', (text, from) => {
    server.send(text, from.port, from.address, () => sources.set(String(text), from.address));
  });
  server.bind(PORT, address);
}

/** From another port each time: the kernel decides about NAT once for each pair of address and port. */
function send(text: string, from: string, to: string): void {
  const client = createSocket('udp4');
  client.on('message', (answer) => answers.add(String(answer)));
  client.bind(0, from, () => client.send(text, PORT, to));
}

async function until<T>(look: () => T | undefined, milliseconds: number): Promise<T | undefined> {
  const end = Date.now() + milliseconds;
  while (look() === undefined && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  return look();
}

async function act({ call }: Message): Promise<string | undefined> {
  switch (call.name) {
    case 'listen':
      listen(call.address);
      return undefined;
    case 'send':
      send(call.text, call.from, call.to);
      return undefined;
    case 'source':
      return until(() => sources.get(call.text), ARRIVAL_MS);
    case 'answer':
      return until(() => (answers.has(call.text) ? call.text : undefined), ANSWER_MS);
  }
}

process.on('message', async (message: Message) => {
  process.send?.({ id: message.id, result: await act(message) } satisfies Reply);
});
process.send?.({ id: 0 } satisfies Reply);
