import type { IConstruct } from 'constructs';
import { excludeEachOther } from '../network/label-map.ts';
import { MadeBefore } from '../output/made-before.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { type GuardSettings, policyNames } from './guard-settings.ts';

const guards = new MadeBefore<GuardSettings>();

/**
 * Refuses a guard that would get in the way of one that the same site made before in the same cluster. Guards that are
 * refused for other reasons are left out: stand-ins would collide with stand-ins.
 */
export function refuseRivals(construct: IConstruct, settings: GuardSettings, review: PropsReview): void {
  if (review.hasProblems) return;
  const { made, others } = guards.remember(construct, settings);
  for (const { path, server, what: other } of others) {
    if (server !== made.server) continue;
    if (policyNames(settings).some((name) => policyNames(other).includes(name))) {
      review.refuse('name', {
        value: settings.name,
        reason: `In the same cluster, objects of ${path} have the same names.`,
        remedy: 'Give each guard a name of its own, or let one forbid the interfaces of both.',
      });
    }
    if (settings.enforcement === 'helm-values' || other.enforcement === 'helm-values') {
      review.refuse('enforcement', {
        value: settings.enforcement,
        reason: `In the same cluster, ${path} has "${other.enforcement}", and Helm values pin the devices of all nodes.`,
        remedy: 'Let one guard forbid the interfaces of both, or give both "node-config".',
      });
    } else if (
      !excludeEachOther(settings.nodeSelector, other.nodeSelector) &&
      settings.devices.join(' ') !== other.devices.join(' ')
    ) {
      review.refuse('devices', {
        value: settings.devices,
        reason: `A node may get these and those of ${path}: the CiliumNodeConfig whose name sorts last wins.`,
        remedy: 'Write the same devices, or node selectors that no node meets both of.',
      });
    }
  }
}
