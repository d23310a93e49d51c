import { type ApiObject, App, Chart } from 'cdk8s';
import { type DevicePoliciesProps, devicePolicies } from '../../lib/cilium/admission/device-policies.ts';
import { admissionPolicyEvaluator } from './admission.ts';

/** The policies of a guard that keeps wt0 out, with some props otherwise. */
export function policies(props: Partial<DevicePoliciesProps> = {}): ApiObject[] {
  return devicePolicies(new Chart(new App(), 'guard'), {
    name: 'guard',
    labels: { 'app.kubernetes.io/name': 'guard' },
    action: 'Deny',
    interfaceName: 'wt0',
    wanted: 'eth0',
    version: undefined,
    cilium: { namespace: 'kube-system', configMap: 'cilium-config', daemonSet: 'cilium' },
    pinnedByNodeConfig: false,
    readsNodes: true,
    ...props,
  });
}

/** What one of them says of an object. */
export function evaluator(name: string, props: Partial<DevicePoliciesProps> = {}) {
  const policy = policies(props).find((object) => object.kind === 'ValidatingAdmissionPolicy' && object.name === name);
  return admissionPolicyEvaluator(policy?.toJson().spec);
}

export const configMap = (data?: Record<string, string>) => ({
  metadata: { name: 'cilium-config' },
  ...(data && { data }),
});
export const nodeConfig = (defaults?: Record<string, string>) => ({
  metadata: { name: 'a' },
  spec: defaults && { defaults },
});

/** The keys of a configuration that are given. */
export const data = (devices?: string, force?: string) => ({
  ...(devices === undefined ? {} : { devices }),
  ...(force === undefined ? {} : { 'force-device-detection': force }),
});
