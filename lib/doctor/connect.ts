import { KubeConfig } from '@kubernetes/client-node';

export interface Connection {
  readonly kubeConfig: KubeConfig;

  /** The name of the context. */
  readonly context: string;
}

/** What the client makes up where it finds none: a cluster at localhost:8080, which nobody has had for years. */
const WITHOUT_KUBECONFIG = 'loaded-context';

/**
 * The cluster of a context of the kubeconfig, found as kubectl finds it: $KUBECONFIG, then ~/.kube/config. A string says
 * why there is none.
 *
 * @param context undefined: the current one
 */
export function connect(context: string | undefined): Connection | string {
  const kubeConfig = new KubeConfig();
  try {
    kubeConfig.loadFromDefault();
  } catch (error) {
    // Behind the first line stand the lines of the file around the fault: a token may be among them.
    const reason = String(Object(error).message).split('\n', 1)[0];
    return `The kubeconfig cannot be read: ${reason}. Look at $KUBECONFIG, or at ~/.kube/config.`;
  }
  if (kubeConfig.getCurrentContext() === WITHOUT_KUBECONFIG) {
    return 'There is no kubeconfig: neither $KUBECONFIG nor ~/.kube/config names a cluster. Set one of them to that of the cluster.';
  }
  const names = kubeConfig.getContexts().map(({ name }) => name);
  const name = context ?? kubeConfig.getCurrentContext();
  if (names.length === 0) return 'The kubeconfig has no contexts. Set $KUBECONFIG to that of the cluster.';
  if (!names.includes(name)) {
    const what = name ? `context ${name}` : 'current context';
    return `The kubeconfig has no ${what}. There are: ${names.join(', ')}. Choose one by --context.`;
  }
  kubeConfig.setCurrentContext(name);
  if (kubeConfig.getCurrentCluster() === null)
    return `The context ${name} of the kubeconfig names no cluster that it has.`;
  return { kubeConfig, context: name };
}
