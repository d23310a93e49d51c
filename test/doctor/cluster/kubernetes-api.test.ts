import { createServer, type RequestListener } from 'node:http';
import { expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { Inquiry } from '../../../lib/doctor/cluster/inquiry.ts';
import { KubernetesApi } from '../../../lib/doctor/cluster/kubernetes-api.ts';

const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'netbird', name: 'netbird-peer-0' };
const container = { namespace: 'netbird', pod: 'netbird-peer-0', container: 'netbird' };
const Named = z.object({ metadata: z.object({ name: z.string() }) });
const found = JSON.stringify({ metadata: { name: 'netbird-peer-0' } });
const resources = { resources: ['pods', 'pods/log'].map((name) => ({ name, kind: 'Pod', namespaced: true })) };

/** Asks an API server on the loopback interface that answers like this. */
async function asking<T>(
  answer: RequestListener,
  ask: (inquiry: Inquiry, api: KubernetesApi) => Promise<T>,
  timeoutMs = 2_000,
): Promise<T> {
  const server = createServer((request, response) => {
    if (request.url === '/api/v1') response.end(JSON.stringify(resources));
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kubeConfig = new KubeConfig();
  const url = `http://127.0.0.1:${Object(server.address()).port}`;
  kubeConfig.loadFromClusterAndUser(
    { name: 'test', server: url, skipTLSVerify: true },
    { name: 'me', token: 'secret' },
  );
  const interruption = new AbortController();
  const api = new KubernetesApi(kubeConfig, { timeoutMs, interruption: interruption.signal });
  try {
    return await ask(new Inquiry(api), api);
  } finally {
    interruption.abort();
    server.closeAllConnections();
    server.close();
  }
}

const status =
  (code: number, message: string): RequestListener =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', message, code }));
  };

test('an object is read, with the credentials, and by a GET', async () => {
  const seen: unknown[] = [];
  const answer = await asking(
    ({ method, url, headers }, response) => {
      seen.push({ method, url, authorization: headers.authorization });
      response.end(found);
    },
    (inquiry) => inquiry.get(pod, Named),
  );
  expect(answer).toEqual({ ok: true, value: { metadata: { name: 'netbird-peer-0' } } });
  expect(seen).toEqual([
    { method: 'GET', url: '/api/v1/namespaces/netbird/pods/netbird-peer-0', authorization: 'Bearer secret' },
  ]);
});

test.each([
  [401, 'unauthorized', 'The API server does not accept the credentials: they are wrong, or expired.'],
  [403, 'forbidden', 'The permission is missing: get pods in namespace netbird.'],
  [404, 'not-found', 'pods "netbird-peer-0" not found.'],
  [500, 'failed', 'The API server answered 500: pods "netbird-peer-0" not found.'],
])('%d is %s', async (code, kind, message) => {
  const answer = await asking(status(code, 'pods "netbird-peer-0" not found'), (inquiry) => inquiry.get(pod, Named));
  expect(answer).toEqual({ ok: false, failure: { kind, message } });
});

test('an API server that is busy is asked again', async () => {
  let times = 0;
  const answer = await asking(
    (request, response) => {
      times += 1;
      if (times === 1) status(429, 'too many requests')(request, response);
      else response.end(found);
    },
    (inquiry) => inquiry.get(pod, Named),
  );
  expect({ ok: answer.ok, times }).toEqual({ ok: true, times: 2 });
});

test('one that stays busy, or never answers, ends with the time', async () => {
  for (const answer of [status(429, 'too many requests'), () => undefined]) {
    expect(await asking(answer, (inquiry) => inquiry.get(pod, Named), 300)).toEqual({
      ok: false,
      failure: { kind: 'timed-out', message: 'There was no answer within 0.3 s.' },
    });
  }
});

test('a connection that breaks is not an answer', async () => {
  const answer = await asking(
    ({ socket }) => void socket.destroy(),
    (inquiry) => inquiry.get(pod, Named),
  );
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
});

test.each(['', 'no JSON', '{}', '[]', '{"metadata": null}', '{"metadata": {"name": 1}}'])(
  'garbage is not understood: %j',
  async (body) => {
    const answer = await asking(
      (_, response) => void response.end(body),
      (inquiry) => inquiry.get(pod, Named),
    );
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unintelligible' } });
  },
);

test('the same question is asked once', async () => {
  let times = 0;
  await asking(
    (_, response) => {
      times += 1;
      response.end(found);
    },
    (inquiry, api) => Promise.all([inquiry.get(pod, Named), new Inquiry(api).get(pod, Named)]),
  );
  expect(times).toBe(1);
});

test('a kind that the cluster does not know is not asked for', async () => {
  const answer = await asking(status(404, 'not found'), async (inquiry) => ({
    other: await inquiry.get({ ...pod, kind: 'Job' }, Named),
    group: await inquiry.list({ apiVersion: 'cilium.io/v2', kind: 'CiliumNodeConfig' }, Named),
    serves: await inquiry.serves({ apiVersion: 'cilium.io/v2', kind: 'CiliumNodeConfig' }),
  }));
  expect(answer).toMatchObject({
    other: { ok: false, failure: { kind: 'not-served', message: 'The cluster does not know the kind Job of v1.' } },
    group: { ok: false, failure: { kind: 'not-served' } },
    serves: { ok: true, value: false },
  });
});

test('nothing is started in a container that does not run', async () => {
  const asked: (string | undefined)[] = [];
  const waiting = { name: 'netbird', state: { waiting: { reason: 'CrashLoopBackOff' } } };
  const answer = await asking(
    ({ url }, response) => {
      asked.push(url);
      response.end(JSON.stringify({ status: { containerStatuses: [waiting] } }));
    },
    (inquiry) => inquiry.exec(container, ['netbird', 'status']),
  );
  expect(asked).toEqual(['/api/v1/namespaces/netbird/pods/netbird-peer-0']);
  expect(answer).toEqual({
    ok: false,
    failure: { kind: 'not-running', message: 'The container netbird of pod netbird/netbird-peer-0 does not run.' },
  });
});

test('every question is kept once, as the command by which a person asks it', async () => {
  const agents = { namespace: 'kube-system', labelSelector: 'k8s-app=cilium', fieldSelector: 'spec.nodeName=a' };
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name: 'netbird' };
  const asked = await asking(status(404, 'not found'), async (_, api) => {
    const inquiry = new Inquiry(api);
    await inquiry.get(pod, Named);
    await inquiry.list({ apiVersion: 'v1', kind: 'Pod', ...agents }, Named);
    await inquiry.list({ apiVersion: 'v1', kind: 'Pod' }, Named);
    await inquiry.get(application, Named);
    await inquiry.log(container, { previous: true });
    await inquiry.exec(container, ['grep', '-E', "it's", '/a b']);
    await inquiry.get(pod, Named);
    await inquiry.get({ ...pod, kind: 'Secret', name: 'netbird-setup-key' }, Named);
    return inquiry.asked;
  });
  expect(asked).toEqual([
    'kubectl -n argocd get application.argoproj.io netbird -o yaml',
    'kubectl -n kube-system get pods -l k8s-app=cilium --field-selector=spec.nodeName=a -o yaml',
    'kubectl -n netbird describe secret netbird-setup-key',
    `kubectl -n netbird exec netbird-peer-0 -c netbird -- grep -E 'it'\\''s' '/a b'`,
    'kubectl -n netbird get pods netbird-peer-0 -o yaml',
    'kubectl -n netbird logs netbird-peer-0 -c netbird --tail=300 --previous',
    'kubectl get pods -A -o yaml',
  ]);
});
