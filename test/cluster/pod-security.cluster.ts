import { beforeAll, expect, test } from '@jest/globals';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { applySite, namespace, rendered } from './support/site.ts';
import { inNamespace } from './support/workload.ts';

const cluster = Cluster.current();

beforeAll(async () => {
  await applySite(cluster);
  for (const level of ['baseline', 'privileged']) {
    const name = `pod-security-${level}`;
    await cluster.apply(namespace(name, { 'pod-security.kubernetes.io/enforce': level }));
    await cluster.apply(inNamespace(rendered('ServiceAccount', 'netbird-peer'), name));
  }
});

/** A pod as the StatefulSet makes it. */
function peerPod(): AnyObject {
  const { template, volumeClaimTemplates } = rendered('StatefulSet', 'netbird-peer').spec;
  const claims = volumeClaimTemplates.map(({ metadata: { name } }: AnyObject) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-netbird-peer-0` },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: 'netbird-peer-0', namespace: 'netbird' },
    spec: { ...template.spec, volumes: [...template.spec.volumes, ...claims] },
  };
}

test('the namespace of the peer admits its pod without a warning', async () => {
  // Under another name: the controller may have made netbird-peer-0 already.
  const pod = peerPod();
  pod.metadata.name = 'netbird-peer-again';
  expect((await cluster.create(pod, { dryRun: true })).warnings).toEqual([]);
});

test('a namespace of the level baseline refuses it, for the host network and the capabilities', async () => {
  const refusal = cluster.create(inNamespace(peerPod(), 'pod-security-baseline'), { dryRun: true });
  await expect(refusal).rejects.toThrow(/violates PodSecurity "baseline:latest"/);
  await expect(refusal).rejects.toThrow(/host namespaces \(hostNetwork=true\)/);
  await expect(refusal).rejects.toThrow(/non-default capabilities .*"NET_ADMIN", "NET_RAW", "SYS_MODULE"/);
});

test('it is the level that decides: with privileged, the same pod is admitted', async () => {
  const { warnings } = await cluster.create(inNamespace(peerPod(), 'pod-security-privileged'), { dryRun: true });
  expect(warnings).toEqual([]);
});

test('and without the host network, the host path and the capabilities, baseline would admit it', async () => {
  const pod = inNamespace(peerPod(), 'pod-security-baseline');
  pod.spec.hostNetwork = false;
  pod.spec.volumes = pod.spec.volumes.filter(({ hostPath }: AnyObject) => hostPath === undefined);
  for (const container of [...pod.spec.initContainers, ...pod.spec.containers]) {
    delete container.securityContext;
    container.volumeMounts = container.volumeMounts?.filter(({ name }: AnyObject) =>
      pod.spec.volumes.some((volume: AnyObject) => volume.name === name),
    );
  }
  expect((await cluster.create(pod, { dryRun: true })).warnings).toEqual([]);
});
