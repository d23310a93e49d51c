import { z } from 'zod';
import { type Check, couldNotLook, type Finding, judged, notReached } from '../check.ts';
import { type Answer, isAbsent } from '../cluster/answer.ts';
import { excerpt } from '../objects.ts';
import type { Site } from '../site.ts';

const Application = z.object({
  status: z
    .object({
      sync: z.object({ status: z.string().optional() }).default({}),
      health: z.object({ status: z.string().optional(), message: z.string().optional() }).default({}),
      conditions: z.array(z.object({ type: z.string(), message: z.string().optional() })).default([]),
      operationState: z
        .object({
          phase: z.string().optional(),
          message: z.string().optional(),
          syncResult: z
            .object({
              resources: z
                .array(
                  z.object({
                    kind: z.string().optional(),
                    name: z.string().optional(),
                    hookPhase: z.string().optional(),
                    hookType: z.string().optional(),
                    message: z.string().optional(),
                  }),
                )
                .nullish(),
            })
            .optional(),
        })
        .optional(),
    })
    .default({ sync: {}, health: {}, conditions: [] }),
});

type Application = z.infer<typeof Application>;

interface Evidence {
  readonly applications: readonly { readonly name: string; readonly answer: Answer<Application> }[];

  /** Whether they stand in a cluster that is not the one that is examined. */
  readonly areElsewhere: boolean;
}

const Destination = z.object({ spec: z.object({ destination: z.object({ server: z.string() }) }) });

/** Whether Argo CD has delivered the site. */
export const applications: Check<Evidence> = {
  name: 'applications',
  title: 'Argo CD Applications',

  async gather({ site, inquiry }) {
    const areElsewhere = site.applications.some(
      (one) => Destination.safeParse(one).data?.spec.destination.server !== 'https://kubernetes.default.svc',
    );
    const answers = site.applications.map(async ({ apiVersion, kind, metadata }) => ({
      name: metadata.name,
      answer: await inquiry.get({ apiVersion, kind, ...metadata }, Application),
    }));
    return { applications: await Promise.all(answers), areElsewhere };
  },

  judge({ applications: all, areElsewhere }, { site }) {
    if (all.length === 0) return judged(['The site has no Applications.']);
    const isWithoutArgo = all.some(({ answer }) => !answer.ok && answer.failure.kind === 'not-served');
    if (isWithoutArgo || (areElsewhere && all.every(({ answer }) => isAbsent(answer)))) {
      return notReached(
        `${isWithoutArgo ? 'This cluster has no Argo CD.' : 'The Applications are not in this cluster.'} They are asked for where Argo CD runs: argocd app list.`,
      );
    }
    const evidence = all.flatMap(({ name, answer }) =>
      answer.ok
        ? [
            `${name}: ${answer.value.status.sync.status ?? 'never looked at'}, ${answer.value.status.health.status ?? 'health unknown'}`,
          ]
        : [],
    );
    return judged(evidence, ...all.map(({ name, answer }) => judgeOne(name, answer, site)));
  },
};

function judgeOne(name: string, answer: Answer<Application>, site: Site): readonly Finding[] {
  if (!answer.ok) {
    return answer.failure.kind === 'not-found'
      ? [missing(name)]
      : [couldNotLook('applications', `The state of the Application ${name}`, answer.failure)];
  }
  const { sync, health, operationState, conditions } = answer.value.status;
  const error = conditions.find(({ type }) => type.endsWith('Error'));
  const hasFailed = ['Failed', 'Error'].includes(operationState?.phase ?? '');
  return [
    ...(hasFailed ? [failedSync(name, answer.value, site)] : []),
    ...(error !== undefined && !hasFailed ? [broken(name, error.message ?? error.type)] : []),
    // With an error Argo CD does not know it.
    ...(sync.status === 'Synced' || error !== undefined ? [] : [notSynced(name, sync.status)]),
    ...(['Degraded', 'Missing'].includes(health.status ?? '')
      ? [unhealthy(name, `${health.status}`, health.message)]
      : []),
  ];
}

function missing(name: string): Finding {
  return {
    severity: 'problem',
    what: `the Application ${name} does not exist`,
    cause: 'Argo CD delivers nothing without it. dist/argocd is applied by hand, and never synced.',
    fix: 'Apply it: kubectl apply -f dist/argocd',
    link: 'docs/runbooks/first-installation.md',
    follows: ['definitions'],
  };
}

function failedSync(name: string, { status }: Application, { peer }: Site): Finding {
  const { message = '', syncResult } = status.operationState ?? {};
  const hooks = (syncResult?.resources ?? []).filter(({ hookPhase }) => ['Failed', 'Error'].includes(hookPhase ?? ''));
  const ofHooks = hooks.map(
    (hook) => `${hook.hookType} hook ${hook.kind} ${hook.name}: ${hook.message ?? hook.hookPhase}`,
  );
  const text = [message, ...ofHooks].filter((one) => one !== '').join('; ');
  const isImmutable = /updates to statefulset spec for fields other than/.test(text);
  const isRefused = /ValidatingAdmissionPolicy '/.test(text);
  return {
    severity: 'problem',
    what:
      hooks.length > 0 ? `a hook of the Application ${name} failed` : `the last sync of the Application ${name} failed`,
    cause: `Argo CD says: ${excerpt(text, 400) || 'nothing'}.`,
    fix: isImmutable
      ? `Delete the StatefulSet, not its pod: kubectl -n ${peer.namespace} delete statefulset ${peer.name} --cascade=orphan; then sync. The claim stays; the runbook first saves what is on it.`
      : isRefused
        ? 'Correct in main.ts the value that the policy names, synthesize and merge; Argo CD then syncs again.'
        : `Correct what the message names, then sync again: argocd app sync ${name}`,
    link: isImmutable
      ? 'docs/runbooks/immutable-field.md'
      : isRefused
        ? 'docs/cilium-device-guard.md#at-the-api-server'
        : 'docs/doctor.md#applications',
    follows: ['definitions'],
  };
}

function broken(name: string, message: string): Finding {
  return {
    severity: 'problem',
    what: `Argo CD cannot use the Application ${name}`,
    cause: `Argo CD says: ${excerpt(message, 400)}.`,
    fix: 'Correct what the message names: the repository, its revision, the folder, or the AppProject in dist/argocd.',
    link: 'docs/doctor.md#applications',
    follows: ['definitions'],
  };
}

function notSynced(name: string, status: string | undefined): Finding {
  if (status === undefined) {
    return {
      severity: 'warning',
      what: `Argo CD has not looked at the Application ${name}`,
      cause: 'It was applied a moment ago, or the application controller does not run, or not for this namespace.',
      fix: 'Ask again in a minute; then see that the pods of Argo CD run.',
      link: 'docs/doctor.md#applications',
    };
  }
  return {
    severity: 'warning',
    what: `the Application ${name} is ${status}`,
    cause:
      'The cluster is not what Git has. Where the objects equal this dist/, Git has another one: it is not pushed, or not merged.',
    fix: `Push or merge dist/, then sync: argocd app sync ${name}`,
    link: 'docs/doctor.md#applications',
  };
}

function unhealthy(name: string, status: string, message = ''): Finding {
  return {
    severity: 'problem',
    what: `the Application ${name} is ${status}`,
    cause: message === '' ? 'One of its objects is not healthy.' : `Argo CD says: ${excerpt(message)}.`,
    fix: `Look which object it is: argocd app get ${name}`,
    link: 'docs/doctor.md#applications',
    follows: ['definitions', 'drift', 'admission', 'setup-key', 'claim', 'pod', 'management', 'agent'],
  };
}
