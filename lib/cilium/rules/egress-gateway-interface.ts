import { shown } from '../../refusal/problem.ts';
import type { Rule } from './rule.ts';

/** An egress gateway sends pods' traffic out of the interface that it names, with the first address of that. */
export const egressGatewayInterface: Rule = (config, { interfaceName, ciliumVersion }) =>
  config.egressPolicies.flatMap(({ place, interfaces }) =>
    interfaces
      .filter(({ name }) => name === interfaceName)
      .map(({ field, name }) => ({
        rule: 'egress-gateway-interface',
        severity: 'error',
        place: `${place}: ${field}`,
        value: shown(name),
        verdict: `${interfaceName} is the gateway on ${ciliumVersion === undefined ? 'every version' : `Cilium ${ciliumVersion}`}`,
        reason: `Cilium would translate addresses on ${interfaceName} and redirect packets into it, which has no Ethernet header.`,
        source: 'pkg/egressgateway/policy.go',
        remedy: 'Name the interface to the local network, for example eth0.',
      })),
  );
