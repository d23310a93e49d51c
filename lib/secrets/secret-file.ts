import type { k8s } from 'cdk8s-plus-28';
import type { SecretRequest } from './secret-source.ts';

const MOUNT_PATH = '/mnt/secrets';

/** A volume with one file, mounted, and the environment variable that names the file. */
export function secretFile(
  { variable, volumeName }: SecretRequest,
  file: string,
  volume: Omit<k8s.Volume, 'name'>,
): { readonly environment: k8s.EnvVar; readonly volume: k8s.Volume; readonly volumeMount: k8s.VolumeMount } {
  return {
    environment: { name: `${variable}_FILE`, value: `${MOUNT_PATH}/${file}` },
    volume: { name: volumeName, ...volume },
    volumeMount: { name: volumeName, mountPath: MOUNT_PATH, readOnly: true },
  };
}
