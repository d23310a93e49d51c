import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import type { ObjectKind } from '../cluster/inquiry.ts';
import { AnyObject } from '../objects.ts';

const CSI_DRIVER = 'secrets-store.csi.k8s.io';

interface Evidence {
  readonly kinds: readonly { readonly kind: ObjectKind; readonly isServed: Answer<boolean> }[];

  /** Of the Secrets Store; undefined where the setup key does not come through it. */
  readonly driver?: Answer<unknown>;
}

/**
 * Whether what others install is there: without it, objects of the site have no meaning, and syncs fail. Argo CD may
 * run elsewhere.
 */
export const definitions: Check<Evidence> = {
  name: 'definitions',
  title: 'Kinds and drivers that others install',

  async gather({ site, inquiry }) {
    const all = site.objects.map(({ apiVersion, kind }) => ({ apiVersion, kind }));
    const kinds = [...new Map(all.map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()].filter(
      ({ apiVersion }) => apiVersion.includes('.'),
    );
    inquiry.note('kubectl api-resources');
    const driver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name: CSI_DRIVER };
    return {
      kinds: await Promise.all(kinds.map(async (kind) => ({ kind, isServed: await inquiry.serves(kind) }))),
      ...(site.peer.setupKey.csiVolume !== undefined && { driver: await inquiry.get(driver, AnyObject) }),
    };
  },

  judge({ kinds, driver }) {
    const missing = kinds.filter(({ isServed }) => isServed.ok && !isServed.value).map(({ kind }) => kind);
    const unknown = kinds.map(({ isServed }) => isServed).find((isServed) => !isServed.ok);
    const findings = [
      ...missing.map(missingKind),
      ...(unknown !== undefined && !unknown.ok
        ? [couldNotLook('definitions', 'What the cluster serves', unknown.failure)]
        : []),
      ...(driver === undefined || driver.ok
        ? []
        : [
            driver.failure.kind === 'not-found'
              ? missingDriver()
              : couldNotLook('definitions', `Whether the driver ${CSI_DRIVER} is installed`, driver.failure),
          ]),
    ];
    return judged([`${kinds.length - missing.length} of ${kinds.length} kinds are served`], findings);
  },
};

const INSTALLERS: Readonly<Record<string, string>> = {
  'cilium.io': 'Cilium',
  'secrets-store.csi.x-k8s.io': 'the Secrets Store CSI driver',
  'external-secrets.io': 'the External Secrets Operator',
  'admissionregistration.k8s.io': "Kubernetes 1.30 or later; on an older one set admission: 'none' in main.ts",
};

function missingKind({ apiVersion, kind }: ObjectKind): Finding {
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  return {
    severity: 'problem',
    what: `the cluster does not know ${kind} of ${apiVersion}`,
    cause: `Objects of that kind cannot be applied, and the sync of their Application fails. It comes with ${INSTALLERS[group] ?? 'whoever installs that group'}.`,
    fix: `Install ${INSTALLERS[group] ?? `what serves ${apiVersion}`}, then sync the Application again.`,
    link: 'docs/doctor.md#definitions',
  };
}

function missingDriver(): Finding {
  return {
    severity: 'problem',
    what: `the CSI driver ${CSI_DRIVER} is not installed`,
    cause:
      'The pod mounts the setup key through it, and does not start without: "driver name not found in the list of registered CSI drivers".',
    fix: 'Install the Secrets Store CSI driver with syncSecret.enabled=true, and the provider of OpenBao.',
    link: 'README.md#what-the-cluster-needs',
  };
}
