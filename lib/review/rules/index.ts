import { admissionWeakened } from './admission-weakened.ts';
import { applicationFinalizer } from './application-finalizer.ts';
import { applicationRedirected } from './application-redirected.ts';
import { applicationSourceChanged } from './application-source-changed.ts';
import { argocdByHand } from './argocd-by-hand.ts';
import { claimRemoved } from './claim-removed.ts';
import { clientFlag } from './client-flag.ts';
import { customResourceDryRun } from './custom-resource-dry-run.ts';
import { devicesWidened } from './devices-widened.ts';
import { disruptionBudgetChanged } from './disruption-budget-changed.ts';
import { fieldImmutable } from './field-immutable.ts';
import { helmValuesByHand } from './helm-values-by-hand.ts';
import { hookAdded } from './hook-added.ts';
import { hostPathAdded } from './host-path-added.ts';
import { hostnameRegistered } from './hostname-registered.ts';
import { imageSourceChanged } from './image-source-changed.ts';
import { kindNotAllowed } from './kind-not-allowed.ts';
import { movedBetweenApplications } from './moved-between-applications.ts';
import { namespaceRemoved } from './namespace-removed.ts';
import { namespaceUnprotected } from './namespace-unprotected.ts';
import { neededLater } from './needed-later.ts';
import { networkPolicyChanged } from './network-policy-changed.ts';
import { nodeConfigUntilRestart } from './node-config-until-restart.ts';
import { peerRemoved } from './peer-removed.ts';
import { permissionsWidened } from './permissions-widened.ts';
import { podSecurityLowered } from './pod-security-lowered.ts';
import { podSecurityRefuses } from './pod-security-refuses.ts';
import { podsOnDelete } from './pods-on-delete.ts';
import { podsReplaced } from './pods-replaced.ts';
import { privilegesAdded } from './privileges-added.ts';
import { projectNotYetAllowing } from './project-not-yet-allowing.ts';
import { projectWidened } from './project-widened.ts';
import { referenceRemoved } from './reference-removed.ts';
import { replicasRemoved } from './replicas-removed.ts';
import { retentionNotRetain } from './retention-not-retain.ts';
import { routesChanged } from './routes-changed.ts';
import { routesOpened } from './routes-opened.ts';
import { routingLost } from './routing-lost.ts';
import type { Rule } from './rule.ts';
import { secretSourceUntilStart } from './secret-source-until-start.ts';
import { selectorUnmatched } from './selector-unmatched.ts';
import { serviceOpened } from './service-opened.ts';
import { setupKeyDelivery } from './setup-key-delivery.ts';
import { setupKeySource } from './setup-key-source.ts';
import { stateMoved } from './state-moved.ts';
import { stateShared } from './state-shared.ts';
import { statefulSetImmutable } from './stateful-set-immutable.ts';
import { storeLoginChanged } from './store-login-changed.ts';
import { syncReplaces } from './sync-replaces.ts';
import { workloadRemoved } from './workload-removed.ts';

/** Every rule that a change is held to, by class, the gravest first. */
export const rules: readonly Rule[] = [
  peerRemoved,
  stateMoved,
  stateShared,
  namespaceRemoved,
  claimRemoved,
  retentionNotRetain,
  namespaceUnprotected,
  applicationFinalizer,
  applicationRedirected,
  syncReplaces,
  hookAdded,
  setupKeySource,
  statefulSetImmutable,
  fieldImmutable,
  selectorUnmatched,
  kindNotAllowed,
  customResourceDryRun,
  movedBetweenApplications,
  privilegesAdded,
  imageSourceChanged,
  hostPathAdded,
  podSecurityLowered,
  admissionWeakened,
  devicesWidened,
  setupKeyDelivery,
  projectWidened,
  permissionsWidened,
  serviceOpened,
  networkPolicyChanged,
  routesOpened,
  routingLost,
  routesChanged,
  referenceRemoved,
  podSecurityRefuses,
  storeLoginChanged,
  podsReplaced,
  replicasRemoved,
  workloadRemoved,
  disruptionBudgetChanged,
  applicationSourceChanged,
  neededLater,
  argocdByHand,
  projectNotYetAllowing,
  helmValuesByHand,
  clientFlag,
  hostnameRegistered,
  nodeConfigUntilRestart,
  secretSourceUntilStart,
  podsOnDelete,
];
