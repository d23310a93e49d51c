import type { Site } from './site.ts';

/** The CronJob that keeps the routes in NetBird as the site wants them. */
export interface RoutesKeeper {
  readonly namespace: string;
  readonly name: string;

  /** Of its Jobs and their pods. */
  readonly labelSelector: string;
}

const LABEL = 'app.kubernetes.io/component';
const COMPONENT = 'network-routes';

/** Undefined where somebody keeps them by hand. */
export function findRoutesKeeper({ objects }: Site): RoutesKeeper | undefined {
  const found = objects.find(({ kind, metadata }) => kind === 'CronJob' && metadata.labels?.[LABEL] === COMPONENT);
  const { namespace, name } = found?.metadata ?? {};
  return namespace === undefined || name === undefined
    ? undefined
    : { namespace, name, labelSelector: `${LABEL}=${COMPONENT}` };
}
