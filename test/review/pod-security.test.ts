import { expect, test } from '@jest/globals';
import { whatSays } from '../support/judgement.ts';
import type { AnyObject, SiteEditor } from '../support/site-editor.ts';

/** A pod that the strictest level lets pass. */
function spec(): AnyObject {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return { containers: [{ name: 'c', image: 'example.org/c:1', securityContext }], volumes: [] };
}

const context = (pod: AnyObject) => pod.containers[0].securityContext;

test.each<[string, 'baseline' | 'restricted' | undefined, (pod: AnyObject) => void]>([
  ['nothing', undefined, () => {}],
  ['the network of the node', 'baseline', (pod) => (pod.hostNetwork = true)],
  ['a port of the node', 'baseline', (pod) => (pod.containers[0].ports = [{ containerPort: 80, hostPort: 80 }])],
  ['all privileges', 'baseline', (pod) => (context(pod).privileged = true)],
  ['a capability', 'baseline', (pod) => (context(pod).capabilities.add = ['NET_ADMIN'])],
  ['a capability that is common', 'restricted', (pod) => (context(pod).capabilities.add = ['CHOWN'])],
  ['a low port', undefined, (pod) => (context(pod).capabilities.add = ['NET_BIND_SERVICE'])],
  ['a folder of the node', 'baseline', (pod) => pod.volumes.push({ name: 'v', hostPath: { path: '/' } })],
  ['a volume of NFS', 'restricted', (pod) => pod.volumes.push({ name: 'v', nfs: { path: '/' } })],
  ['a Secret', undefined, (pod) => pod.volumes.push({ name: 'v', secret: { secretName: 's' } })],
  ['root', 'restricted', (pod) => delete context(pod).runAsNonRoot],
  ['no seccomp profile', 'restricted', (pod) => delete context(pod).seccompProfile],
  ['its processes among its containers', undefined, (pod) => (pod.shareProcessNamespace = true)],
])('a pod with %s is refused at %s', (_, level, edit) => {
  const refusing = (['baseline', 'restricted'] as const).filter((enforced) => {
    const given = (site: SiteEditor) => {
      const labels = { 'pod-security.kubernetes.io/enforce': enforced };
      site.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } });
      const template = { spec: spec() };
      site.add({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'd', namespace: 'strict' },
        spec: { template },
      });
    };
    const change = (site: SiteEditor) => {
      site.get('DaemonSet').spec.template.spec.priorityClassName = 'high';
      edit(site.get('DaemonSet').spec.template.spec);
    };
    return whatSays('pod-security-refuses', change, given).length > 0;
  });
  expect(refusing).toEqual(
    level === undefined ? [] : level === 'baseline' ? ['baseline', 'restricted'] : ['restricted'],
  );
});
