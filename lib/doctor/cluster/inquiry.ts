import { z } from 'zod';
import { type Answer, answered, unanswered } from './answer.ts';
import type { ContainerName, Execution } from './execute.ts';
import { kubectlExec, kubectlGet, kubectlLogs } from './kubectl.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/** A kind of objects: `apps/v1`, `StatefulSet`. */
export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectReference extends ObjectKind {
  /** Left out for what stands in no namespace. */
  readonly namespace?: string;
  readonly name: string;
}

export interface ObjectQuery extends ObjectKind {
  /** Left out: all namespaces. */
  readonly namespace?: string;

  /** `k8s-app=cilium` */
  readonly labelSelector?: string;

  /** `spec.nodeName=k8s-worker1` */
  readonly fieldSelector?: string;
}

const Resources = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

const RunningPod = z.object({
  status: z
    .object({
      containerStatuses: z
        .array(z.object({ name: z.string(), state: z.object({ running: z.unknown().optional() }).optional() }))
        .optional(),
    })
    .optional(),
});

/**
 * What one check asks of a cluster. It keeps each question as the command by which a person can ask it again; several
 * inquiries share their answers.
 */
export class Inquiry {
  private readonly commands = new Set<string>();
  private readonly api: KubernetesApi;

  constructor(api: KubernetesApi) {
    this.api = api;
  }

  /** The commands, sorted: they were asked side by side. */
  get asked(): readonly string[] {
    return [...this.commands].sort();
  }

  /** Notes a command that is not for the cluster. */
  note(command: string): void {
    this.commands.add(command);
  }

  /** Whether the cluster serves the kind. */
  async serves(kind: ObjectKind): Promise<Answer<boolean>> {
    const resource = await this.resource(kind);
    if (resource.ok) return answered(true);
    return resource.failure.kind === 'not-served' ? answered(false) : resource;
  }

  async get<T>(reference: ObjectReference, shape: z.ZodType<T>): Promise<Answer<T>> {
    const resource = await this.resource(reference);
    const { name, namespace } = reference;
    this.note(kubectlGet(resourceName(resource, reference), { name, namespace }));
    if (!resource.ok) return resource;
    const permission = permissionText('get', resource.value, namespace);
    const path = `${pathOf(reference, resource.value, namespace)}/${encodeURIComponent(name)}`;
    return this.api.readJson({ path, permission }, shape);
  }

  async list<T>(query: ObjectQuery, shape: z.ZodType<T>): Promise<Answer<readonly T[]>> {
    const { namespace, labelSelector, fieldSelector } = query;
    const resource = await this.resource(query);
    this.note(
      kubectlGet(resourceName(resource, query), {
        namespace,
        labelSelector,
        fieldSelector,
        isNamespaced: resource.ok && resource.value.namespaced,
      }),
    );
    if (!resource.ok) return resource;
    const selectors = new URLSearchParams({
      ...(labelSelector && { labelSelector }),
      ...(fieldSelector && { fieldSelector }),
    });
    const path = `${pathOf(query, resource.value, namespace)}${selectors.size > 0 ? `?${selectors}` : ''}`;
    const permission = permissionText('list', resource.value, namespace);
    const answer = await this.api.readJson({ path, permission }, z.object({ items: z.array(shape) }));
    return answer.ok ? answered(answer.value.items) : answer;
  }

  /** The last lines of a container's log, of this run or the one before. */
  log(container: ContainerName, { previous = false } = {}): Promise<Answer<string>> {
    this.note(kubectlLogs(container, LOG_LINES, previous));
    const query = new URLSearchParams({
      container: container.container,
      tailLines: String(LOG_LINES),
      limitBytes: String(LOG_BYTES),
      ...(previous && { previous: 'true' }),
    });
    const path = `/api/v1/namespaces/${container.namespace}/pods/${container.pod}/log?${query}`;
    return this.api.readText({ path, permission: `get pods/log in namespace ${container.namespace}` });
  }

  /** Runs a program in a container that runs. That it ends with another code than 0 is an answer too. */
  async exec(container: ContainerName, command: readonly string[]): Promise<Answer<Execution>> {
    this.note(kubectlExec(container, command));
    const { namespace, pod: name } = container;
    const pod = await this.api.readJson(
      { path: `/api/v1/namespaces/${namespace}/pods/${name}`, permission: `get pods in namespace ${namespace}` },
      RunningPod,
    );
    if (!pod.ok && pod.failure.kind === 'not-found') return notRunning(container);
    if (pod.ok && !isRunning(pod.value, container.container)) return notRunning(container);
    return this.api.execute(container, command);
  }

  private async resource({ apiVersion, kind }: ObjectKind): Promise<Answer<Resource>> {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const path = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
    const answer = await this.api.readJson({ path, permission: 'get the API groups' }, Resources);
    if (!answer.ok && answer.failure.kind !== 'not-found') return answer;
    const served = answer.ok
      ? answer.value.resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))
      : undefined;
    return served === undefined
      ? unanswered('not-served', `The cluster does not know the kind ${kind} of ${apiVersion}.`)
      : answered({ ...served, group });
  }
}

/** Enough to hold what led to an end, and less than a terminal's history. */
const LOG_LINES = 300;
const LOG_BYTES = 256 * 1024;

interface Resource {
  /** `statefulsets` */
  readonly name: string;

  /** Empty for the core group. */
  readonly group: string;

  readonly namespaced: boolean;
}

function pathOf({ apiVersion }: ObjectKind, { name, group, namespaced }: Resource, namespace?: string): string {
  const root = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  return `${root}${namespaced && namespace !== undefined ? `/namespaces/${namespace}` : ''}/${name}`;
}

/** As kubectl takes it, unmistakably: `applications.argoproj.io`. */
function resourceName(resource: Answer<Resource>, { apiVersion, kind }: ObjectKind): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  const isBuiltIn = !group.includes('.', 1) || group.endsWith('.k8s.io');
  const name = resource.ok ? resource.value.name : kind.toLowerCase();
  return isBuiltIn ? name : `${name}${group}`;
}

function permissionText(verb: string, { name, group, namespaced }: Resource, namespace?: string): string {
  const resource = group === '' ? name : `${name}.${group}`;
  if (!namespaced) return `${verb} ${resource}`;
  return `${verb} ${resource} in ${namespace === undefined ? 'all namespaces' : `namespace ${namespace}`}`;
}

function isRunning({ status }: z.infer<typeof RunningPod>, container: string): boolean {
  return status?.containerStatuses?.some(({ name, state }) => name === container && state?.running != null) === true;
}

function notRunning({ namespace, pod, container }: ContainerName) {
  return unanswered('not-running', `The container ${container} of pod ${namespace}/${pod} does not run.`);
}
