import { App, Chart } from 'cdk8s';
import { type DevicePoliciesProps, devicePolicies } from '../../../lib/cilium/admission/device-policies.ts';
import { CiliumVersion } from '../../../lib/cilium/cilium-version.ts';
import { cilium, node } from './cilium-objects.ts';
import { type AnyObject, type Cluster, Refused } from './cluster.ts';
import { eventually } from './eventually.ts';
import { namespace as namespaceObject } from './site.ts';

export interface InstalledPolicies extends Partial<Omit<DevicePoliciesProps, 'version' | 'cilium'>> {
  /** Cilium's version, as in `ciliumVersion` of the guard. */
  readonly version?: string;
}

/** Policies like the site's, for a Cilium in a namespace of its own. Returns when the API server acts on them. */
export async function installPolicies(cluster: Cluster, namespace: string, props: InstalledPolicies = {}) {
  const { version, ...others } = props;
  const settings = {
    name: namespace,
    labels: {},
    action: 'Deny' as const,
    interfaceName: 'wt0',
    wanted: 'eth0',
    version: version === undefined ? undefined : CiliumVersion.parse(version),
    cilium: { namespace, configMap: 'cilium-config', daemonSet: 'cilium' },
    pinnedByNodeConfig: false,
    readsNodes: false,
    ...others,
  };
  await cluster.apply(namespaceObject(namespace));
  const objects = devicePolicies(new Chart(new App(), namespace), settings);
  for (const object of objects) await cluster.apply(object.toJson());
  if (settings.action !== 'Audit') await untilActive(cluster, namespace, settings);
}

/** The policies act one after the other, each a moment after it was written: so each is asked. */
export async function untilActive(
  cluster: Cluster,
  namespace: string,
  policies: { readonly name: string; readonly readsNodes?: boolean },
): Promise<void> {
  const unsafe = cilium(namespace);
  const probes: Record<string, AnyObject> = {
    'config-map': unsafe.configMap({ devices: 'probe wt0' }),
    'node-config': unsafe.nodeConfig({ devices: 'probe wt0' }),
    'daemon-set': unsafe.daemonSet({ args: ['--devices=probe wt0'] }),
    ...(policies.readsNodes ? { node: node('probe', { annotations: { 'config.cilium.io/devices': 'wt0' } }) } : {}),
  };
  for (const [suffix, object] of Object.entries(probes)) {
    await eventually(async () => {
      const said = await verdict(cluster, object);
      if (!said.includes(`'${policies.name}-${suffix}'`)) throw new Error(`${policies.name}-${suffix} is not active.`);
    });
  }
}

/** What the API server says of an object that it would refuse, or let pass with warnings; empty when it accepts it. */
export async function verdict(cluster: Cluster, object: AnyObject): Promise<string> {
  try {
    return (await cluster.apply(object, { dryRun: true })).warnings.join('\n');
  } catch (error) {
    if (error instanceof Refused && error.message.includes('ValidatingAdmissionPolicy')) return error.message;
    throw error;
  }
}
