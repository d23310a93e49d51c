/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: unknown): string {
  const [group, version] = String(apiVersion).split('/');
  return version === undefined ? '' : (group ?? '');
}

/** Whether Kubernetes has this kind itself, so that nobody has to install it. */
export function isBuiltIn({ group }: { readonly group: string }): boolean {
  return !group.includes('.') || BUILT_IN_GROUPS.has(group);
}

const BUILT_IN_GROUPS = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
  ].map((group) => `${group}.k8s.io`),
);
