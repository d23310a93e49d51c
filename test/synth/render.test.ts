import { expect, test } from '@jest/globals';
import { ApiObject, type App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CiliumDeviceGuard, Cluster, type Problem, RefusedError } from '../../lib/index.ts';
import { describeObject, type KubernetesObject } from '../../lib/output/manifest.ts';
import { OutputFile } from '../../lib/output/output-file.ts';
import type { SiteReview } from '../../lib/output/site-reviewer.ts';
import { render } from '../../lib/synth/render.ts';

function problemsOf(compose: (site: App) => void): readonly Problem[] {
  try {
    render(compose);
    return [];
  } catch (error) {
    if (error instanceof RefusedError) return error.problems;
    throw error;
  }
}

/** A construct that looks at the whole site. */
class Reviewer extends Construct {
  reviewSite(objects: readonly KubernetesObject[]): SiteReview {
    const seen = objects.map(describeObject).join(', ');
    const problem = { path: this.node.path, reason: `Saw ${seen}.`, remedy: '' };
    const isStrict = this.node.id === 'strict';
    return { problems: isStrict ? [problem] : [], warnings: isStrict ? [] : [problem], notes: [] };
  }
}

const configMap = (scope: Construct, name: string, kind = 'ConfigMap') =>
  new ApiObject(scope, name, { apiVersion: 'v1', kind, metadata: { name, namespace: 'default' } });

test('each object is a file in the folder of its chart, named by kind and name', () => {
  const { files } = render((site) => {
    configMap(new Chart(site, 'one'), 'a');
    configMap(new Construct(new Chart(site, 'two'), 'group'), 'system:b');
  });
  expect([...files.keys()]).toEqual(['one/ConfigMap.a.k8s.yaml', 'two/ConfigMap.systemb.k8s.yaml']);
});

test('strings that YAML 1.1 takes for something else are quoted', () => {
  const { files } = render((site) => {
    new ApiObject(new Chart(site, 'one'), 'a', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default' },
      data: { no: 'no', octal: '0755', time: '12:30:45', empty: '', null: 'null', number: '1e3' },
    });
  });
  expect(files.get('one/ConfigMap.a.k8s.yaml')).toContain(
    'data:\n  empty: ""\n  "no": "no"\n  "null": "null"\n  number: "1e3"\n  octal: "0755"\n  time: "12:30:45"\n',
  );
});

test.each(['a', '0', 'two-words', 'x'.repeat(63)])('a chart can be the folder %p', (id) => {
  expect(problemsOf((site) => configMap(new Chart(site, id), 'a'))).toEqual([]);
});

test.each(['Upper', 'with space', 'dot.dot', '-a', 'a-', 'helm-values', 'x'.repeat(64)])(
  'a chart cannot be the folder %p',
  (id) => {
    expect(problemsOf((site) => configMap(new Chart(site, id), 'a'))).toContainEqual({
      path: id,
      reason: 'The id of a chart is the name of a folder in the output.',
      remedy:
        'Make it directly below the site or a Cluster, with an id of up to 63 lower-case letters, digits and hyphens; not "helm-values".',
    });
  },
);

test('a chart in a chart has no folder', () => {
  const problems = problemsOf((site) => configMap(new Chart(new Chart(site, 'outer'), 'inner'), 'a'));
  expect(problems.map(({ path }) => path)).toEqual(['outer/inner']);
});

const east = (site: App) => new Cluster(site, 'east', { server: 'https://east.example.org:6443' });

test('the charts of a cluster stand in a folder of their own, and so do its other files', () => {
  const { files } = render((site) => {
    for (const cluster of [new Cluster(site, 'west'), east(site)]) {
      const chart = new Chart(cluster, 'one');
      configMap(chart, 'a');
      new OutputFile(chart, 'values', { path: 'helm-values/app.yaml', content: () => 'a: b\n' });
    }
  });
  expect([...files.keys()]).toEqual([
    'west/one/ConfigMap.a.k8s.yaml',
    'east/one/ConfigMap.a.k8s.yaml',
    'west/helm-values/app.yaml',
    'east/helm-values/app.yaml',
  ]);
});

test('what is in one cluster is hidden from the constructs of another', () => {
  const { warnings } = render((site) => {
    const west = new Chart(new Cluster(site, 'west'), 'one');
    new Reviewer(west, 'lenient');
    configMap(west, 'a');
    configMap(new Chart(east(site), 'two'), 'b');
  });
  expect(warnings).toEqual([{ path: 'west/one/lenient', reason: 'Saw ConfigMap default/a.', remedy: '' }]);
});

test.each(['Upper', 'dot.dot', 'helm-values'])('a cluster cannot be the folder %p', (id) => {
  expect(problemsOf((site) => configMap(new Chart(new Cluster(site, id), 'one'), 'a'))).toEqual([
    {
      path: id,
      reason: 'The id of a cluster is the name of a folder in the output.',
      remedy:
        'Make it directly below the site, with an id of up to 63 lower-case letters, digits and hyphens; not "helm-values".',
    },
  ]);
});

test('a cluster in a cluster has no folder', () => {
  const problems = problemsOf((site) => configMap(new Chart(east(new Cluster(site, 'west') as never), 'one'), 'a'));
  expect(problems.map(({ path }) => path)).toEqual(['west/east']);
});

test.each([
  [undefined, 'https://kubernetes.default.svc'],
  ['https://west.example.org', 'https://West.example.org:443/'],
])('two clusters with one server are one: %j and %j', (west, server) => {
  const problems = problemsOf((site) => {
    configMap(new Chart(new Cluster(site, 'west', { server: west }), 'one'), 'a');
    configMap(new Chart(new Cluster(site, 'east', { server }), 'one'), 'b');
  });
  expect(problems).toEqual([
    {
      path: 'east',
      field: 'server',
      value: JSON.stringify(server.replace(/\/$/, '')),
      reason: 'It is the API server of west, too.',
      remedy: 'Make one Cluster of them, or write another server.',
    },
  ]);
});

test('a chart below the site is for the cluster that Argo CD runs in, of whatever name that is', () => {
  const problems = problemsOf((site) => {
    configMap(new Chart(site, 'argocd'), 'a');
    configMap(new Chart(new Cluster(site, 'west'), 'one'), 'a');
    configMap(new Chart(east(site), 'one'), 'a');
  });
  expect(problems.map(({ path, reason }) => [path, reason])).toEqual([
    ['west/one/a', 'It makes the same ConfigMap default/a as argocd/a.'],
  ]);
});

test('two files whose names differ only by case are refused: some file systems know only one', () => {
  const problems = problemsOf((site) => {
    const chart = new Chart(site, 'one');
    configMap(chart, 'a', 'Configmap');
    configMap(chart, 'b');
    new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'other' } });
  });
  expect(problems).toEqual([
    {
      path: 'one/c',
      reason: 'Its file one/ConfigMap.a.k8s.yaml would overwrite that of one/a.',
      remedy: 'Give it another name, or put it into another chart.',
    },
  ]);
});

test('what a construct of the site says by its own validation is a refusal', () => {
  const problems = problemsOf((site) => {
    const chart = new Chart(site, 'one');
    configMap(chart, 'a');
    chart.node.addValidation({ validate: () => ['Too small.', 'Too red.'] });
  });
  expect(problems).toEqual([
    { path: 'one', reason: 'Too small.', remedy: '' },
    { path: 'one', reason: 'Too red.', remedy: '' },
  ]);
});

test('a construct that looks at the whole site sees every object; its warnings do not stop the synth', () => {
  const { warnings } = render((site) => {
    new Reviewer(new Chart(site, 'one'), 'lenient');
    configMap(new Chart(site, 'two'), 'a');
  });
  expect(warnings).toEqual([{ path: 'one/lenient', reason: 'Saw ConfigMap default/a.', remedy: '' }]);
});

test('its problems do', () => {
  const problems = problemsOf((site) => {
    const chart = new Chart(site, 'one');
    configMap(chart, 'a');
    new Reviewer(chart, 'strict');
  });
  expect(problems).toEqual([{ path: 'one/strict', reason: 'Saw ConfigMap default/a.', remedy: '' }]);
});

test('in a cluster without objects it sees none', () => {
  const problems = problemsOf((site) => {
    configMap(new Chart(east(site), 'app'), 'a');
    new Reviewer(new Chart(new Cluster(site, 'west'), 'app'), 'strict');
  });
  expect(problems).toContainEqual({ path: 'west/app/strict', reason: 'Saw .', remedy: '' });
});

test('files that are no objects stand beside the charts', () => {
  const { files } = render((site) => {
    const chart = new Chart(site, 'one');
    configMap(chart, 'a');
    new OutputFile(chart, 'values', { path: 'helm-values/app.yaml', content: () => 'a: b\n' });
  });
  expect([...files.keys()]).toEqual(['one/ConfigMap.a.k8s.yaml', 'helm-values/app.yaml']);
});

test('a site that would be composed later is no site', () => {
  const later = {
    path: 'the site',
    reason: 'It is composed by an async function: what that makes after it has waited would be missing.',
    remedy: 'Wait for what it needs before synthesize(), at the top of the program, and take the async away.',
  };
  expect(problemsOf(async (site) => void configMap(new Chart(site, 'one'), 'a'))).toEqual([later]);
  const failing = async (site: App) => {
    new Cluster(site, 'west', { server: '' });
    throw new Error('later');
  };
  expect(problemsOf(failing)).toEqual([expect.objectContaining({ field: 'server' }), later]);
});

test('a construct outside of a chart is named', () => {
  const noChart = (path: string) => ({
    path,
    reason: 'It is in no Chart.',
    remedy: 'Make it in one: new Chart(site, "netbird") in the place of site.',
  });
  expect(problemsOf((site) => configMap(site, 'a'))).toEqual([noChart('a')]);
  expect(
    problemsOf((site) => {
      configMap(new Chart(site, 'one'), 'a');
      new CiliumDeviceGuard(east(site), 'guard', { devices: ['eth0'], forbid: ['wt0'], nodeSelector: { a: 'b' } });
    }),
  ).toEqual([noChart('east/guard')]);
});

test.each<[string, (site: App) => void, string]>([
  [
    'two charts of one id',
    (site) => {
      new Chart(site, 'netbird');
      new Chart(site, 'netbird');
    },
    'the site',
  ],
  [
    'two constructs of one id in a chart',
    (site) => {
      const chart = new Chart(site, 'one');
      configMap(chart, 'netbird');
      configMap(chart, 'netbird');
    },
    'one',
  ],
])('%s are refused like any other mistake', (_, compose, path) => {
  expect(problemsOf(compose)).toEqual([
    {
      path,
      field: 'id',
      value: '"netbird"',
      reason: 'Two constructs in one place have this id.',
      remedy: 'Give each its own.',
    },
  ]);
});

test('an id that is taken in a class without a name is refused, too', () => {
  const problems = problemsOf((site) => {
    const Anonymous = (() => class extends Construct {})();
    const group = new Anonymous(new Chart(site, 'one'), 'group');
    configMap(group, 'netbird');
    configMap(group, 'netbird');
  });
  expect(problems).toMatchObject([{ path: 'one/group', field: 'id', value: '"netbird"' }]);
});

test('an error after a refusal does not hide the refusal', () => {
  const problems = problemsOf((site) => {
    const chart = new Chart(site, 'one');
    new CiliumDeviceGuard(chart, 'guard', { devices: [], forbid: ['wt0'], nodeSelector: { a: 'b' } });
    throw new Error('later');
  });
  expect(problems.map(({ field }) => field)).toEqual(['devices']);
});

test('the problems of different checks are shown together', () => {
  const problems = problemsOf((site) => {
    const chart = new Chart(site, 'one');
    new ApiObject(chart, 'unnamed', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default' } });
    new ApiObject(chart, 'homeless', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'homeless' } });
  });
  expect(problems.map(({ path, field }) => [path, field])).toEqual([
    ['one/unnamed', 'metadata.name'],
    ['one/homeless', 'metadata.namespace'],
  ]);
});
