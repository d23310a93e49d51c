import { type Check, couldNotLook, type Finding, judged, notReached, unanswerable } from '../check.ts';
import { type Answer, isAbsent } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import { getGatewayAddress } from '../gateway-address.ts';
import { clientContainer } from '../placement.ts';
import { readHttpOutcome } from '../readings/http-status.ts';

interface Evidence {
  readonly address: Answer<string>;

  /** Undefined where there is nothing to ask. */
  readonly request?: Answer<Execution>;
}

/** Whether the Gateway answers the peer's node. It proves the Gateway, not the path of a forwarded packet. */
export const gateway: Check<Evidence> = {
  name: 'gateway',
  title: "Gateway, from the peer's node",

  async gather({ site, inquiry, options }) {
    const address = await getGatewayAddress(site, options, inquiry);
    if (!address.ok) return { address };
    const header = options.host === undefined ? [] : ['--header', `Host: ${options.host}`];
    const command = ['wget', '-S', '-O', '/dev/null', '-T', '5', ...header, `http://${address.value}/`];
    return { address, request: await inquiry.exec(clientContainer(site), command) };
  },

  judge({ address, request }, { options }) {
    if (!address.ok) {
      return isAbsent(address)
        ? notReached(`${address.failure.message} Name it by --gateway.`)
        : unanswerable('gateway', 'The address of the Gateway', address.failure);
    }
    if (request === undefined || !request.ok) {
      return unanswerable(
        'gateway',
        'Whether the Gateway answers',
        request?.failure ?? { kind: 'failed', message: 'It was not asked.' },
      );
    }
    const outcome = readHttpOutcome(`${request.value.stdout}\n${request.value.stderr}`);
    if (!('status' in outcome)) {
      const said = `wget says: ${outcome.text || 'nothing'}.`;
      return judged(
        [said],
        outcome.error === 'refused' || outcome.error === 'timeout'
          ? [silent(address.value, said)]
          : [couldNotLook('gateway', 'Whether the Gateway answers', { kind: 'unintelligible', message: said })],
      );
    }
    const asked = `http://${address.value}/${options.host === undefined ? '' : ` as ${options.host}`}`;
    const evidence = [`${asked} answers ${outcome.status}; that proves the Gateway, not the forwarded path`];
    return judged(evidence, unexpected(outcome.status, options));
  },
};

const link = 'docs/doctor.md#gateway';

function silent(address: string, said: string): Finding {
  return {
    severity: 'problem',
    what: `the Gateway at ${address} does not answer`,
    cause: `${said} No node announces the address, the Gateway is not programmed, or packets to it are dropped on the peer's node.`,
    fix: 'See that the Gateway is programmed, kubectl get gateway -A, and ask it from another host of the LAN.',
    link,
    follows: ['gateway-node'],
  };
}

function unexpected(status: number, { host, expect }: DoctorOptions): readonly Finding[] {
  const isWanted = expect === undefined ? status < 500 : status === expect;
  if (isWanted) return [];
  return [
    {
      severity: 'problem',
      what: `the Gateway answers ${status}${expect === undefined ? '' : ` instead of ${expect}`}`,
      cause:
        status === 404
          ? `The Gateway is there, and has no route for ${host ?? 'a request without a host'}.`
          : status >= 500
            ? 'The Gateway is there, and what it forwards to does not answer.'
            : 'The Gateway is there, and answers otherwise than was said.',
      fix:
        status === 404
          ? 'See the HTTPRoute of the host, and that the Gateway accepts it: kubectl get httproute -A'
          : status >= 500
            ? 'See the pods and the Service behind the HTTPRoute of the host.'
            : 'See the HTTPRoute of the host, or give the status that is right by --expect.',
      link,
    },
  ];
}
