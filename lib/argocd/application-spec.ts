import type { ApplicationSpec } from '../../imports/argoproj.io.ts';
import type { DeliverySettings } from './delivery-settings.ts';

/** What one Application delivers, and where to. */
export interface Delivered {
  /** Below the folder of the output. */
  readonly folder: string;
  readonly server: string;
  readonly namespace: string;
}

/** Argo CD renders the Application anew only when a commit touches its folder. */
export const APPLICATION_ANNOTATIONS = { 'argocd.argoproj.io/manifest-generate-paths': '.' };

/** One folder of the output, kept in sync. */
export function applicationSpec(settings: DeliverySettings, { folder, server, namespace }: Delivered): ApplicationSpec {
  return {
    project: settings.project,
    source: {
      repoUrl: settings.repository,
      targetRevision: settings.revision,
      path: `${settings.folder}${folder}`,
      directory: { recurse: true },
    },
    destination: { server, namespace },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true'],
    },
  };
}
