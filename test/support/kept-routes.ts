import type { AnyObject, SiteEditor } from './site-editor.ts';

/** A route as `NetbirdNetworkRoutes` writes it. */
export function route(network: string, fields: AnyObject = {}): AnyObject {
  const common = { networkId: network, description: '', groups: ['All'], accessControlGroups: [] };
  return { ...common, network, masquerade: true, metric: 9999, peer: 'k8s-routing-peer', ...fields };
}

/** Has the site keep these routes. */
export function keepRoutes(site: SiteEditor, routes: readonly AnyObject[], account: AnyObject = {}): void {
  const desired = { managementUrl: 'https://netbird.example.org', owner: 'k8s-routing-peer', ...account, routes };
  site.add(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'netbird-routes', namespace: 'netbird-routes' },
      data: { 'routes.json': JSON.stringify(desired) },
    },
    'netbird-routes',
  );
}
