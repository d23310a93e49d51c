import { dirname } from 'node:path';
import {
  type Configuration,
  createConfiguration,
  HttpMethod,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  ServerConfiguration,
} from '@kubernetes/client-node';

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind, as they are in YAML
export type AnyObject = any;

/** What the API server answered to a write that it accepted. */
export interface Accepted {
  readonly object: AnyObject;

  /** What kubectl would show after `Warning:`. */
  readonly warnings: readonly string[];
}

/** The API server did not do it; the message is its own. */
export class Refused extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ApplyOptions {
  /** Only ask what would happen. */
  readonly dryRun?: boolean;
  /** @default argocd-controller, the name under which Argo CD applies */
  readonly manager?: string;
}

/**
 * The API server under test, for objects as they are in YAML. The client's own methods leave out of an object what they
 * do not know, before it is sent: a misspelt field would pass unseen. So what goes over the wire is written here; the
 * client finds the address of a kind, and knows how to log in.
 */
export class Cluster {
  /** Where the API server writes its logs. */
  readonly folder: string;

  private readonly login: KubeConfig;
  private readonly configuration: Configuration;
  private readonly addresses: Addresses;

  /** The control plane that `npm run test:cluster` started. */
  static current(): Cluster {
    const kubeconfig = process.env.CLUSTER_KUBECONFIG;
    if (!kubeconfig) throw new Error('There is no control plane. Run: npm run test:cluster');
    return new Cluster(kubeconfig);
  }

  /** Any other, by its kubeconfig. */
  constructor(kubeconfig: string) {
    this.folder = dirname(kubeconfig);
    this.login = new KubeConfig();
    this.login.loadFromFile(kubeconfig);
    const server = new ServerConfiguration(this.login.getCurrentCluster()?.server ?? '', {});
    this.configuration = createConfiguration({ baseServer: server, authMethods: { default: this.login } });
    this.addresses = new Addresses(this.configuration);
  }

  /**
   * Server-side apply, as Argo CD does it, with every unknown or repeated field refused.
   *
   * @throws Refused
   */
  async apply(object: AnyObject, { dryRun, manager = 'argocd-controller' }: ApplyOptions = {}): Promise<Accepted> {
    const query = {
      fieldManager: manager,
      force: 'true',
      fieldValidation: 'Strict',
      ...(dryRun ? { dryRun: 'All' } : {}),
    };
    return this.send(HttpMethod.PATCH, await this.addresses.of(object), query, object, PatchStrategy.ServerSideApply);
  }

  /**
   * Writes the status of an object, with the metadata that come along: the work of its controller.
   *
   * @throws Refused
   */
  async applyStatus(object: AnyObject): Promise<Accepted> {
    const { metadata, status } = object;
    const address = `${await this.addresses.of(object)}/status`;
    return this.send(HttpMethod.PATCH, address, {}, { metadata, status }, PatchStrategy.MergePatch);
  }

  /** @throws Refused */
  async create(object: AnyObject, options: { dryRun?: boolean } = {}): Promise<Accepted> {
    const query: Record<string, string> = { fieldValidation: 'Strict', ...(options.dryRun ? { dryRun: 'All' } : {}) };
    const address = await this.addresses.of(object);
    return this.send(HttpMethod.POST, address.slice(0, address.lastIndexOf('/')), query, object);
  }

  /** A token of a ServiceAccount, for ten minutes. */
  async token(namespace: string, name: string): Promise<string> {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const address = `${await this.addresses.of(account)}/token`;
    return (await this.send(HttpMethod.POST, address, {}, request)).object.status.token;
  }

  /** Says of a pod that it runs on a node: the work of a scheduler. */
  async bind(pod: AnyObject, node: string): Promise<void> {
    const { name, namespace } = pod.metadata;
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target };
    await this.send(HttpMethod.POST, `${await this.addresses.of(pod)}/binding`, {}, binding);
  }

  /** Says of a pod whether it is Ready: the work of a kubelet. */
  async setReady(pod: AnyObject, isReady: boolean): Promise<void> {
    const condition = { type: 'Ready', status: isReady ? 'True' : 'False' };
    const body = { status: { conditions: [condition] } };
    const address = `${await this.addresses.of(pod)}/status`;
    await this.send(HttpMethod.PATCH, address, {}, body, PatchStrategy.StrategicMergePatch);
  }

  /** @throws Refused with the code 404 when there is none */
  async read(object: AnyObject): Promise<AnyObject> {
    return (await this.send(HttpMethod.GET, await this.addresses.of(object))).object;
  }

  /** Like kubectl delete --ignore-not-found; with `Orphan`, what the object owns stays. */
  async delete(object: AnyObject, propagationPolicy: 'Background' | 'Orphan' = 'Background'): Promise<void> {
    try {
      await this.send(HttpMethod.DELETE, await this.addresses.of(object), { propagationPolicy });
    } catch (error) {
      if (!(error instanceof Refused && error.code === 404)) throw error;
    }
  }

  private async send(
    method: HttpMethod,
    address: string,
    query: Readonly<Record<string, string>> = {},
    body?: AnyObject,
    contentType = 'application/json',
  ): Promise<Accepted> {
    const request = this.configuration.baseServer.makeRequestContext(address, method);
    for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value);
    request.setHeaderParam('Accept', 'application/json');
    if (body !== undefined) {
      request.setHeaderParam('Content-Type', contentType);
      request.setBody(JSON.stringify(body));
    }
    await this.login.applySecurityAuthentication(request);
    const response = await this.configuration.httpApi.send(request).toPromise();
    const text = await response.body.text();
    if (response.httpStatusCode >= 300) throw new Refused(response.httpStatusCode, messageIn(text));
    return { object: JSON.parse(text), warnings: warnings(response.headers.warning ?? '') };
  }
}

/** Asks the API server, once for each kind, under which address it has objects of that kind. */
class Addresses extends KubernetesObjectApi {
  of(object: AnyObject): Promise<string> {
    return this.specUriPath(structuredClone(object), 'read');
  }
}

/** A Status; for an address that nobody serves, only words. */
function messageIn(text: string): string {
  return text.startsWith('{') ? JSON.parse(text).message : text.trim();
}

/** `299 - "text"`, several of them separated by commas. */
function warnings(header: string): string[] {
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text?.replace(/\\(.)/g, '$1') ?? '');
}
