import { Yaml } from 'cdk8s';
import { HELM_VALUES } from '../output/output-file.ts';

/** The values for Cilium's chart that pin the devices of all nodes; below the output folder. */
export const PINNING_VALUES_FILE = `${HELM_VALUES}/cilium.yaml`;

/** With the lock under which the agents take these keys from the ConfigMap only. */
export function pinningValues(devices: readonly string[]) {
  return {
    devices,
    forceDeviceDetection: false,
    daemon: { blockedConfigOverrides: 'devices,force-device-detection,direct-routing-device' },
  };
}

export function pinningValuesText(devices: readonly string[]): string {
  return `# Values for Cilium's chart. Give this file after all others: later values override.\n${Yaml.stringify(pinningValues(devices))}`;
}
