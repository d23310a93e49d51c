import { z } from 'zod';
import { describeObject, type KubernetesObject } from '../../output/manifest.ts';
import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import { type Difference, describeDifferences, differences } from '../differences.ts';

const Live = z.looseObject({
  spec: z
    .looseObject({ validationActions: z.array(z.string()).optional(), failurePolicy: z.string().optional() })
    .optional(),
  status: z
    .object({
      typeChecking: z
        .object({ expressionWarnings: z.array(z.object({ warning: z.string() })).default([]) })
        .default({ expressionWarnings: [] }),
    })
    .optional(),
});

interface Evidence {
  readonly objects: readonly { readonly rendered: KubernetesObject; readonly live: Answer<z.infer<typeof Live>> }[];
}

/** Whether the guard's policies are in force: there, as rendered, and bound. */
export const admission: Check<Evidence> = {
  name: 'admission',
  title: 'Admission policies of the guard',

  async gather({ site, inquiry }) {
    const asked = site.objects.filter(isAdmission).map(async (rendered) => {
      const { apiVersion, kind, metadata } = rendered;
      return { rendered, live: await inquiry.get({ apiVersion, kind, name: metadata.name }, Live) };
    });
    return { objects: await Promise.all(asked) };
  },

  judge({ objects }) {
    if (objects.length === 0) return judged(['The site has no policies.']);
    const findings = objects.flatMap(({ rendered, live }) => judgeOne(rendered, live));
    const there = objects.filter(({ live }) => live.ok).length;
    return judged([`${there} of ${objects.length} policies and bindings are there`], findings);
  },
};

export function isAdmission({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.startsWith('admissionregistration.k8s.io/');
}

function judgeOne(rendered: KubernetesObject, live: Answer<z.infer<typeof Live>>): readonly Finding[] {
  const name = describeObject(rendered);
  const common = {
    link: 'docs/cilium-device-guard.md#at-the-api-server',
    follows: ['definitions', 'applications'],
  } as const;
  if (!live.ok) {
    if (live.failure.kind === 'not-served') return [];
    if (live.failure.kind !== 'not-found') return [couldNotLook('admission', name, live.failure)];
    const isBinding = rendered.kind.endsWith('Binding');
    return [
      {
        severity: 'problem',
        what: isBinding ? `the policy ${rendered.metadata.name} is not bound` : `${name} is missing`,
        cause: `${isBinding ? 'A policy without a binding acts on nothing' : 'The API server does not look at what it is for'}: a change that lets the tunnel interface into Cilium would pass.`,
        fix: 'Sync the Application of the guard; if Argo CD has nothing to sync, push and merge dist/.',
        ...common,
      },
    ];
  }
  const found = differences(rendered, live.value);
  const warnings = live.value.status?.typeChecking.expressionWarnings ?? [];
  return [
    ...(found.length > 0 ? [{ ...common, ...describeDrift(rendered, live.value, found) }] : []),
    ...(warnings.length > 0
      ? [
          {
            severity: 'warning' as const,
            what: `the API server warns about an expression of ${name}`,
            cause: `${warnings[0]?.warning.split('\n', 1)[0]}.`,
            fix: 'Take up the newest version of this project; where it has the same, report it.',
            ...common,
          },
        ]
      : []),
  ];
}

/** Policies are switched off by single fields; what they do then is said before which field it is. */
function describeDrift(
  rendered: KubernetesObject,
  { spec }: z.infer<typeof Live>,
  found: readonly Difference[],
): Pick<Finding, 'severity' | 'what' | 'cause' | 'fix'> {
  const policy = `the policy ${rendered.metadata.name}`;
  const fields = describeDifferences(found);
  const common = { severity: 'problem', fix: 'Sync the Application of the guard.' } as const;
  const lacks = (field: string, wanted: string) =>
    found.some((one) => one.field.startsWith(`spec.${field}`) && [one.rendered].flat().includes(wanted));
  if (lacks('validationActions', 'Deny') && spec?.validationActions?.includes('Deny') !== true) {
    return {
      ...common,
      what: `${policy} denies nothing`,
      cause: `${fields}. A change that lets the tunnel interface into Cilium passes; at most it is warned of, or written down.`,
    };
  }
  if (lacks('failurePolicy', 'Fail')) {
    return {
      ...common,
      what: `${policy} lets pass what it cannot judge`,
      cause: `${fields}. Where an expression of it fails, a change passes unseen.`,
    };
  }
  const name = describeObject(rendered);
  return found.every(({ field }) => field.startsWith('metadata.'))
    ? { ...common, severity: 'warning', what: `${name} differs from dist/`, cause: `${fields}. It judges as before.` }
    : { ...common, what: `${name} differs from dist/`, cause: `${fields}. It judges otherwise than the site wants.` };
}
