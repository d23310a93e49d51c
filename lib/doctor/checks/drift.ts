import { describeObject, type KubernetesObject } from '../../output/manifest.ts';
import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import { describeDifferences, differences } from '../differences.ts';
import { AnyObject } from '../objects.ts';
import { isAdmission } from './admission.ts';

interface Evidence {
  readonly objects: readonly { readonly rendered: KubernetesObject; readonly live: Answer<Record<string, unknown>> }[];
}

/** Whether the cluster has the objects of dist/, field by field. Those of the guard's policies are checked by `admission`. */
export const drift: Check<Evidence> = {
  name: 'drift',
  title: 'Objects as in dist/',

  async gather({ site, inquiry }) {
    const objects = site.objects.filter((object) => !isAdmission(object));
    return {
      objects: await Promise.all(
        objects.map(async (rendered) => {
          const { apiVersion, kind, metadata } = rendered;
          return { rendered, live: await inquiry.get({ apiVersion, kind, ...metadata }, AnyObject) };
        }),
      ),
    };
  },

  judge({ objects }) {
    const findings = objects.flatMap(({ rendered, live }) => judgeOne(rendered, live));
    const count = objects.length - new Set(findings.map(({ what }) => what)).size;
    return judged([`${count} of ${objects.length} objects equal dist/`], findings);
  },
};

function judgeOne(rendered: KubernetesObject, live: Answer<Record<string, unknown>>): readonly Finding[] {
  const name = describeObject(rendered);
  if (!live.ok) {
    if (live.failure.kind === 'not-served') return [];
    if (live.failure.kind !== 'not-found') return [couldNotLook('drift', name, live.failure)];
    return [
      {
        severity: 'problem',
        what: `${name} is missing`,
        cause: 'It is in dist/ and not in the cluster: it was deleted, or never synced.',
        fix: 'Sync the Application that delivers it; if Argo CD has nothing to sync, push and merge dist/.',
        link: 'docs/doctor.md#drift',
        follows: ['definitions', 'applications'],
      },
    ];
  }
  const found = differences(rendered, live.value);
  if (found.length === 0) return [];
  const isCosmetic = found.every(({ field }) => field.startsWith('metadata.'));
  return [
    {
      severity: isCosmetic ? 'warning' : 'problem',
      what: `${name} differs from dist/`,
      cause: `${describeDifferences(found)}. Somebody changed it by hand, or Git has another dist/.`,
      fix: 'If dist/ is right, sync the Application; if the cluster is, change main.ts and run npm run synth.',
      link: 'docs/doctor.md#drift',
      follows: ['definitions', 'applications'],
    },
  ];
}
