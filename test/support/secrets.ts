import { type ApiObject, App, Chart } from 'cdk8s';
import { syncAnnotations } from '../../lib/argocd/sync.ts';
import { Cidr } from '../../lib/network/cidr.ts';
import { PropsReview } from '../../lib/refusal/props-review.ts';
import { RefusedError } from '../../lib/refusal/refused-error.ts';
import { SETUP_KEY_KIND } from '../../lib/secrets/secret-kind.ts';
import type { SecretDelivery, SecretRequest, SecretSource } from '../../lib/secrets/secret-source.ts';

/** What a source renders for a container that reads `APP_KEY`, and how the container gets it. */
export function delivered(
  source: SecretSource,
  request: Pick<SecretRequest, 'isReplaced'> = {},
): Omit<SecretDelivery, 'objects'> & { objects: Rendered } {
  const { objects, ...delivery } = source.deliver(new Chart(new App(), 'app'), {
    name: 'app-key',
    metadata: (wave, ...options) => ({ namespace: 'app', annotations: syncAnnotations(wave, ...options) }),
    serviceAccountName: 'app',
    variable: 'APP_KEY',
    volumeName: 'key',
    ...request,
  });
  return { objects: objects.map((object) => object.toJson()), ...delivery };
}

type Rendered = readonly ReturnType<ApiObject['toJson']>[];

/** What is refused of a source in the prop `key`, where 100.64.0.0/10 is behind the tunnel. */
export function sourceProblems(source: SecretSource): Record<string, unknown>[] {
  const review = new PropsReview(new App());
  source.review({ review, field: 'key', kind: SETUP_KEY_KIND, overlays: [Cidr.parse('100.64.0.0/10')] });
  try {
    review.conclude();
    return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return error.problems.map(({ path, ...problem }) => problem);
  }
}
