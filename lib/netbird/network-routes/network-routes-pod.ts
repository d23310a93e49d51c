import { k8s } from 'cdk8s-plus-28';
import type { SecretDelivery } from '../../secrets/secret-source.ts';
import type { NetworkRoutesSettings } from './network-routes-settings.ts';

/** The key of the ConfigMap that holds the program, and its file in the pod and in this folder. */
export const PROGRAM_FILE = 'reconcile.mjs';

/** The volume with the access token. */
export const TOKEN_VOLUME = 'access-token';

const PROGRAM = { name: 'program', mountPath: '/opt/netbird-routes' };
const CA_CERTIFICATE = { name: 'ca-certificate', mountPath: '/etc/netbird-routes' };

/** Neither a user of the node nor one of the image. */
const USER = 64_646;

/** For everybody in the pod. */
const READ_ONLY = 0o444;

/** The pod of a run: it may do nothing but read what is mounted, and ask the management server. */
export function networkRoutesPod(settings: NetworkRoutesSettings, token: SecretDelivery): k8s.PodSpec {
  const { name, image, caCertificate } = settings;
  return {
    restartPolicy: 'Never',
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'reconcile',
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['node', `${PROGRAM.mountPath}/${PROGRAM_FILE}`],
        env: [
          token.environment,
          ...(caCertificate === undefined
            ? []
            : [{ name: 'NODE_EXTRA_CA_CERTS', value: `${CA_CERTIFICATE.mountPath}/${caCertificate.key}` }]),
        ],
        // Measured: 97 MiB with nothing to do, 149 MiB for making 1,000 routes.
        resources: {
          requests: { cpu: quantity('50m'), memory: quantity('128Mi'), 'ephemeral-storage': quantity('10Mi') },
          limits: { cpu: quantity('1'), memory: quantity('256Mi'), 'ephemeral-storage': quantity('10Mi') },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        // What it says last is in the status of the pod.
        terminationMessagePolicy: 'FallbackToLogsOnError',
        volumeMounts: [
          { ...PROGRAM, readOnly: true },
          ...(caCertificate === undefined ? [] : [{ ...CA_CERTIFICATE, readOnly: true }]),
          ...token.volumeMounts,
        ],
      },
    ],
    volumes: [
      {
        name: PROGRAM.name,
        projected: {
          defaultMode: READ_ONLY,
          sources: [{ configMap: { name: `${name}-program` } }, { configMap: { name } }],
        },
      },
      ...(caCertificate === undefined
        ? []
        : [{ name: CA_CERTIFICATE.name, configMap: { name: caCertificate.configMap, defaultMode: READ_ONLY } }]),
      ...token.volumes,
    ],
  };
}

function quantity(text: string): k8s.Quantity {
  return k8s.Quantity.fromString(text);
}
