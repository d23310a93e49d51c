import { shown } from '../../refusal/problem.ts';
import { describeVersions, otherInterface } from '../question.ts';
import type { Rule } from './rule.ts';

/** An egress gateway sends pods' traffic out of the interface that it names, with the first address of that. */
export const egressGatewayInterface: Rule = (config, question) =>
  config.egressPolicies.flatMap(({ place, interfaces }) =>
    interfaces
      .filter(({ name }) => name === question.interfaceName)
      .map(({ field, name }) => ({
        rule: 'egress-gateway-interface',
        severity: 'error',
        place: `${place}: ${field}`,
        value: shown(name),
        verdict: `${question.interfaceName} is the gateway ${describeVersions(question)}`,
        reason: `Cilium would translate addresses on ${question.interfaceName} and redirect packets into it, which has no Ethernet header.`,
        source: 'pkg/egressgateway/policy.go',
        remedy: `Name the interface to the local network, for example ${otherInterface(question.interfaceName)}.`,
      })),
  );
