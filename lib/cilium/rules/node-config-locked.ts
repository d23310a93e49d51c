import { shown } from '../../refusal/problem.ts';
import type { CiliumVersion } from '../cilium-version.ts';
import type { CiliumConfig } from '../config/cilium-config.ts';
import type { NodeConfig } from '../config/kubernetes-objects.ts';
import { isNamed } from '../config/object-name.ts';
import { DEVICE_KEYS } from '../config/settings.ts';
import type { Finding } from '../finding.ts';
import { describeVersions, type Question } from '../question.ts';
import type { Rule } from './rule.ts';

type Cause = Pick<Finding, 'reason' | 'remedy'>;

/** A CiliumNodeConfig that is to choose devices, but that no agent heeds, protects nothing: the lock and it are alternatives. */
export const nodeConfigLocked: Rule = (config, question) =>
  config.nodeConfigs.flatMap((nodeConfig) =>
    DEVICE_KEYS.flatMap((key): Finding[] => {
      const setting = nodeConfig.layer.get(key);
      if (setting === undefined) return [];
      const cause = notServed(nodeConfig, question) ?? whyVoid(config, nodeConfig, key);
      if (cause === undefined) return [];
      return [
        {
          rule: 'node-config-locked',
          severity: 'error',
          place: setting.place,
          value: shown(setting.value),
          verdict: `has no effect ${describeVersions(question)}`,
          ...cause,
          source: 'pkg/option/resolver/resolver.go',
        },
      ];
    }),
  );

/** cilium.io/v2 came with 1.16, and v2alpha1 went with 1.20. */
function notServed({ apiVersion }: NodeConfig, { ciliumVersion }: Question): Cause | undefined {
  const served = ciliumVersion?.isAtLeast(16) === false ? 'cilium.io/v2alpha1' : 'cilium.io/v2';
  const isServed = ciliumVersion === undefined || apiVersion === served || !isAlone(ciliumVersion);
  return isServed
    ? undefined
    : { reason: `Cilium ${ciliumVersion} does not read ${apiVersion}.`, remedy: `Write apiVersion: ${served}.` };
}

/** Whether the version reads just one of the two. */
function isAlone(version: CiliumVersion): boolean {
  return !version.isAtLeast(16) || version.isAtLeast(20);
}

function whyVoid({ rules, namespace }: CiliumConfig, nodeConfig: NodeConfig, key: string): Cause | undefined {
  if (!rules.sources.some(({ kind }) => kind === 'cilium-node-config')) {
    return {
      reason: `The agents read no CiliumNodeConfig: ${rules.sourcesPlace} leaves it out.`,
      remedy: 'Write the value into the ConfigMap, or add cilium-node-config to the sources.',
    };
  }
  const isFirst = rules.sources[0]?.kind === 'cilium-node-config';
  if (!isFirst && !rules.mayOverride(key)) {
    return {
      reason: `The agents take the key from the ConfigMap alone: ${rules.lockPlace} locks it.`,
      remedy: 'Write the value into the ConfigMap, or take the key out of the lock.',
    };
  }
  if (!isNamed(nodeConfig, { namespace })) {
    return {
      reason: `The agents read only the CiliumNodeConfigs of their own namespace, ${namespace}.`,
      remedy: `Put it into the namespace ${namespace}.`,
    };
  }
  if (nodeConfig.selector === undefined) {
    return {
      reason: 'Without a nodeSelector it is for no node.',
      remedy: 'Write a nodeSelector; {} is every node.',
    };
  }
  return undefined;
}
