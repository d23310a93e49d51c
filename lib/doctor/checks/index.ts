import { CHECK_NAMES, type Check, type CheckName } from '../check.ts';
import { admission } from './admission.ts';
import { agent } from './agent.ts';
import { applications } from './applications.ts';
import { ciliumDevices } from './cilium-devices.ts';
import { ciliumSettings } from './cilium-settings.ts';
import { claim } from './claim.ts';
import { definitions } from './definitions.ts';
import { drift } from './drift.ts';
import { environment } from './environment.ts';
import { farSide } from './far-side.ts';
import { forwarding } from './forwarding.ts';
import { gateway } from './gateway.ts';
import { gatewayNode } from './gateway-node.ts';
import { identity } from './identity.ts';
import { management } from './management.ts';
import { nat } from './nat.ts';
import { networkRoutes } from './network-routes.ts';
import { pod } from './pod.ts';
import { route } from './route.ts';
import { setupKey } from './setup-key.ts';
import { tunnel } from './tunnel.ts';

const BY_NAME = {
  definitions,
  applications,
  drift,
  admission,
  'setup-key': setupKey,
  claim,
  pod,
  management,
  agent,
  identity,
  'network-routes': networkRoutes,
  route,
  'far-side': farSide,
  forwarding,
  tunnel,
  nat,
  environment,
  'cilium-devices': ciliumDevices,
  'cilium-settings': ciliumSettings,
  'gateway-node': gatewayNode,
  gateway,
  // biome-ignore lint/suspicious/noExplicitAny: each check has evidence of its own, and only itself looks at it
} satisfies Record<CheckName, Check<any>>;

/** All checks, in the order of the data path. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export const checks: readonly Check<any>[] = CHECK_NAMES.map((name) => BY_NAME[name]);
