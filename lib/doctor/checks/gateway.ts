import { type Check, couldNotLook, type Finding, judged, notReached, unanswerable } from '../check.ts';
import { type Answer, type Failure, isAbsent } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import { type GatewayTarget, getGatewayTarget, isWithin, urlOf } from '../gateway-target.ts';
import { clientContainer } from '../placement.ts';
import { isWell, readHttpOutcome } from '../readings/http-status.ts';

interface Evidence {
  readonly target: Answer<GatewayTarget>;

  /** Undefined where there is nothing to ask. */
  readonly request?: Answer<Execution>;
}

/** Whether the Gateway answers the peer's node. It proves the Gateway, not the path of a forwarded packet. */
export const gateway: Check<Evidence> = {
  name: 'gateway',
  title: "Gateway, from the peer's node",

  async gather({ site, inquiry, options }) {
    const target = await getGatewayTarget(site, options, inquiry);
    if (!target.ok) return { target };
    const header = options.host === undefined ? [] : ['--header', `Host: ${options.host}`];
    const trust = target.value.scheme === 'https' ? ['--no-check-certificate'] : [];
    const url = urlOf(target.value, target.value.address);
    const command = ['wget', '-S', '-O', '/dev/null', '-T', '5', ...trust, ...header, url];
    return { target, request: await inquiry.exec(clientContainer(site), command) };
  },

  judge({ target, request }, { site, options }) {
    if (!target.ok) {
      return isAbsent(target)
        ? notReached(`${target.failure.message} Name it by --gateway.`)
        : unanswerable('gateway', 'The address of the Gateway', target.failure);
    }
    const { address, scheme } = target.value;
    const url = urlOf(target.value, address);
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
      if (outcome.error === 'refused' || outcome.error === 'timeout') return judged([said], silent(address, said));
      const remedy = scheme === 'https' ? NEEDS_NAME : undefined;
      const failure: Failure = { kind: 'unintelligible', message: said, ...(remedy && { remedy }) };
      return judged([said], couldNotLook('gateway', 'Whether the Gateway answers', failure));
    }
    const asked = `${url}${options.host === undefined ? '' : ` as ${options.host}`}`;
    const evidence = [`${asked} answers ${outcome.status}; that proves the Gateway, not the forwarded path`];
    return judged(evidence, unexpected(outcome.status, options), outside(address, site.peer.networks));
  },
};

const link = 'docs/doctor.md#gateway';

const NEEDS_NAME =
  'It listens by HTTPS only, and wget names no host in TLS. Ask it from the far side, by --far-side and --host.';

function silent(address: string, said: string): Finding {
  return {
    severity: 'problem',
    what: `the Gateway at ${address} does not answer`,
    cause: `${said} No node announces the address, the Gateway is not programmed, or packets to it are dropped on the peer's node.`,
    fix: 'Ask it from another host of the LAN too, and see that it is programmed: kubectl get gateway -A',
    link,
    follows: ['gateway-node'],
  };
}

/** Only one that is given is not looked for in the networks. */
function outside(address: string, networks: readonly string[]): readonly Finding[] {
  if (isWithin(address, networks)) return [];
  return [
    {
      severity: 'warning',
      what: `${address} is in none of the networks that the peer routes`,
      cause: `It answers here, but the far side sends through the tunnel only what is for ${networks.join(', ')}.`,
      fix: 'Add its network to networks in main.ts, or give the address that the far side asks by --gateway.',
      link: 'docs/netbird-routing-peer.md#props',
    },
  ];
}

function unexpected(status: number, { host, expect }: DoctorOptions): readonly Finding[] {
  if (isWell(status, expect)) return [];
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
