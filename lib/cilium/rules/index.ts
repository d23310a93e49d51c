import { directRoutingDevice } from './direct-routing-device.ts';
import { egressGatewayInterface } from './egress-gateway-interface.ts';
import { egressMasqueradeInterfaces } from './egress-masquerade-interfaces.ts';
import { l2AnnouncementInterfaces } from './l2-announcement-interfaces.ts';
import { l2AnnouncementNode } from './l2-announcement-node.ts';
import { nativeAcceleration } from './native-acceleration.ts';
import { noConntrackIptablesRules } from './no-conntrack-iptables-rules.ts';
import { nodeConfigLocked } from './node-config-locked.ts';
import { nodePortAddresses } from './node-port-addresses.ts';
import type { Rule } from './rule.ts';
import { tproxy } from './tproxy.ts';
import { tunnelSelected } from './tunnel-selected.ts';
import { unknownType } from './unknown-type.ts';
import { unreadable } from './unreadable.ts';

/** Every rule that a configuration of Cilium is held to, the gravest first. */
export const rules: readonly Rule[] = [
  unreadable,
  unknownType,
  tunnelSelected,
  nodeConfigLocked,
  directRoutingDevice,
  nativeAcceleration,
  egressGatewayInterface,
  noConntrackIptablesRules,
  egressMasqueradeInterfaces,
  l2AnnouncementInterfaces,
  l2AnnouncementNode,
  nodePortAddresses,
  tproxy,
];
