import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ManifestReader } from '../../../lib/review/base/manifest-reader.ts';
import { readBase } from '../../../lib/review/base/read-base.ts';
import { NotReviewable } from '../../../lib/review/not-reviewable.ts';
import { Redactor } from '../../../lib/review/redactor.ts';
import { describeSiteObject } from '../../../lib/review/site-object.ts';
import { git, write } from '../../support/git.ts';
import { inTemporaryFolder } from '../../support/repository.ts';

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: x }\n`;
const FILE = 'dist/netbird/ConfigMap.a.k8s.yaml';

/** A repository with one commit on main, which has one object, and a second one on a branch. */
function inRepository(use: (folder: string) => void): void {
  inTemporaryFolder((folder) => {
    git(folder, 'init', '-q', '-b', 'main');
    write(folder, FILE, configMap('a'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'first');
    git(folder, 'checkout', '-qb', 'change');
    write(folder, 'dist/netbird/ConfigMap.b.k8s.yaml', configMap('b'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'second');
    use(folder);
  });
}

function read(project: string, wanted?: string) {
  const { name, objects, notes } = readBase({ wanted, project, output: 'dist' }, new ManifestReader(new Redactor()));
  return { name, objects: objects.map(describeSiteObject), notes };
}

test('by default it is where the branch left the default branch', () => {
  inRepository((folder) => {
    git(folder, 'checkout', '-q', 'main');
    write(folder, 'dist/netbird/ConfigMap.c.k8s.yaml', configMap('c'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'main goes on');
    git(folder, 'checkout', '-q', 'change');
    expect(read(folder)).toEqual({
      name: expect.stringMatching(/^[0-9a-f]{7}, the merge base with main$/),
      objects: ['ConfigMap x/a'],
      notes: [],
    });
  });
});

test.each(['origin/HEAD', 'origin/main', 'origin/master'])('%s goes before a local main', (branch) => {
  inRepository((folder) => {
    git(folder, 'update-ref', `refs/remotes/${branch}`, 'HEAD');
    expect(read(folder)).toMatchObject({
      name: expect.stringContaining(`merge base with ${branch === 'origin/master' ? 'main' : branch}`),
    });
  });
});

test('a branch, a tag and a commit can be named', () => {
  inRepository((folder) => {
    git(folder, 'tag', 'v1', 'main');
    expect(read(folder, 'main').objects).toEqual(['ConfigMap x/a']);
    expect(read(folder, 'v1').name).toMatch(/^[0-9a-f]{7}, v1$/);
    expect(read(folder, 'HEAD')).toEqual({
      name: expect.stringMatching(/^[0-9a-f]{7}, HEAD$/),
      objects: ['ConfigMap x/a', 'ConfigMap x/b'],
      notes: [
        'The base is HEAD itself: what is committed is not seen. --base HEAD~1 compares with the commit before it.',
      ],
    });
    expect(read(folder, 'HEAD~1').objects).toEqual(['ConfigMap x/a']);
  });
});

test('a commit is read as it is, not the working tree', () => {
  inRepository((folder) => {
    write(folder, FILE, 'a: [');
    expect(read(folder, 'HEAD').objects).toContain('ConfigMap x/a');
  });
});

test('names that git would quote are read', () => {
  inRepository((folder) => {
    write(folder, 'dist/netbird/ConfigMap."ü\n.k8s.yaml', configMap('u'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'odd');
    expect(read(folder, 'HEAD').objects).toContain('ConfigMap x/u');
  });
});

test('a project need not be at the root of its repository', () => {
  inTemporaryFolder((folder) => {
    git(folder, 'init', '-q', '-b', 'main');
    write(folder, `deep/project/${FILE}`, configMap('a'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'first');
    expect(read(join(folder, 'deep/project'), 'main').objects).toEqual(['ConfigMap x/a']);
  });
});

test('a folder or a file needs no repository', () => {
  inTemporaryFolder((folder) => {
    write(folder, 'old/any/where.yaml', `${configMap('a')}---\n${configMap('b')}`);
    write(folder, 'old/values.yaml', 'a: b\n');
    expect(read(folder, 'old')).toEqual({
      name: 'old',
      objects: ['ConfigMap x/a', 'ConfigMap x/b'],
      notes: ['Not compared, because no object of Kubernetes is in it: values.yaml.'],
    });
    expect(read(folder, join(folder, 'old/any/where.yaml')).objects).toHaveLength(2);
  });
});

test('links to files are read, and others are said', () => {
  inTemporaryFolder((folder) => {
    write(folder, 'real/a.yaml', configMap('a'));
    write(folder, 'old/patch.yaml', '- op: remove\n  path: /a\n');
    symlinkSync('../real/a.yaml', join(folder, 'old/a.yaml'));
    symlinkSync('../real', join(folder, 'old/more'));
    symlinkSync('nowhere', join(folder, 'old/broken.yaml'));
    expect(read(folder, 'old')).toMatchObject({
      objects: ['ConfigMap x/a'],
      notes: [
        'Not compared, because no object of Kubernetes is in it: broken.yaml (a link), more (a link), patch.yaml.',
      ],
    });
  });
});

test('a link in a commit is said', () => {
  inRepository((folder) => {
    symlinkSync('ConfigMap.a.k8s.yaml', join(folder, 'dist/netbird/ConfigMap.c.k8s.yaml'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'link');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'next');
    expect(read(folder, 'HEAD~1')).toMatchObject({
      objects: ['ConfigMap x/a', 'ConfigMap x/b'],
      notes: ['Not compared, because no object of Kubernetes is in it: dist/netbird/ConfigMap.c.k8s.yaml (a link).'],
    });
  });
});

test('a folder needs no git, and a commit says that it does', () => {
  inRepository((folder) => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      expect(read(folder, 'dist').objects).toEqual(['ConfigMap x/a', 'ConfigMap x/b']);
      for (const wanted of [undefined, 'main'])
        expect(() => read(folder, wanted)).toThrow(/^git cannot be run: .*ENOENT/);
    } finally {
      process.env.PATH = PATH;
    }
  });
});

test('a path that is a branch too can be written as a path', () => {
  inRepository((folder) => {
    git(folder, 'branch', 'dist', 'main');
    expect(read(folder, './dist').objects).toEqual(['ConfigMap x/a', 'ConfigMap x/b']);
    expect(read(folder, 'refs/heads/dist').objects).toEqual(['ConfigMap x/a']);
  });
});

test('a copy of an output keeps its clusters', () => {
  inTemporaryFolder((folder) => {
    write(folder, 'copy/west/netbird/ConfigMap.a.k8s.yaml', configMap('a'));
    expect(read(folder, 'copy').objects).toEqual(['west: ConfigMap x/a']);
  });
});

test('the first output is new as a whole, and that is said', () => {
  inTemporaryFolder((folder) => {
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'empty');
    git(folder, 'checkout', '-qb', 'change');
    write(folder, FILE, configMap('a'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'first');
    expect(read(folder)).toMatchObject({ objects: [], notes: ['The base has no dist/ yet: all objects are new.'] });
  });
});

type Prepare = (folder: string) => string | undefined;

test.each<[string, Prepare, RegExp]>([
  ['a name that is nothing', () => 'nowhere', /^"nowhere" is neither a git ref nor a folder or file\./],
  [
    'a name, and no repository',
    (folder) => noRepository(folder) ?? 'main',
    /^"main" is .* file: git says "fatal: not a git/,
  ],
  ['what is neither a file nor a folder', () => '/dev/null/a', /is neither a git ref/],
  ['an empty name', () => '', /^"" is neither a git ref nor a folder or file/],
  ['a name that looks like an option of git', () => '--all', /^"--all" is neither a git ref/],
  ['a folder without manifests', written('old/a.md', '# a'), /^There is no object of Kubernetes in old/],
  ['broken YAML', written('old/a.yaml', 'a: ['), /^a\.yaml is not YAML/],
  ['binary garbage', written('old/a.yaml', new Uint8Array([255, 0, 254])), /^a\.yaml is not text/],
  ['broken YAML in a commit', committed('a: ['), /^dist\/netbird\/ConfigMap\.a\.k8s\.yaml is not YAML/],
  ['no object in a commit', committed('a: b'), /^dist\/netbird\/ConfigMap\.a\.k8s\.yaml holds something/],
  ['an output that nobody commits', without('rm', '-rq', 'dist'), /^Neither [0-9a-f]{7}, HEAD, nor HEAD has dist\//],
  ['no default branch', without('branch', '-qD', 'main'), /the clone has none of origin\/HEAD, origin\/main, main/],
  ['no repository', noRepository, /^There is no base: .*not a git repository/],
  ['a path that is a branch too', without('branch', 'dist'), /^dist is a path and a git ref/],
])('%s is refused', (_, prepare, message) => {
  inRepository((folder) => {
    const wanted = prepare(folder);
    expect(() => read(folder, wanted)).toThrow(NotReviewable);
    expect(() => read(folder, wanted)).toThrow(message);
  });
});

function written(path: string, content: string | Uint8Array): Prepare {
  return (folder) => {
    write(folder, path, content);
    return 'old';
  };
}

function committed(content: string): Prepare {
  return (folder) => {
    write(folder, FILE, content);
    git(folder, 'commit', '-qam', 'broken');
    return 'HEAD';
  };
}

/** After a command of git, and a commit where there is something to commit. */
function without(...args: readonly string[]): Prepare {
  return (folder) => {
    git(folder, ...args);
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'without');
    return { rm: 'HEAD', branch: args.includes('-qD') ? undefined : 'dist' }[String(args[0])];
  };
}

function noRepository(folder: string): undefined {
  rmSync(join(folder, '.git'), { recursive: true });
}

test('a shallow clone is told how to fetch the rest', () => {
  inRepository((folder) => {
    const shallow = join(folder, 'shallow');
    git(folder, 'clone', '-q', '--depth', '1', '--branch', 'change', `file://${folder}`, shallow);
    git(shallow, 'remote', 'remove', 'origin');
    expect(() => read(shallow)).toThrow('The clone is shallow. Fetch all of it: fetch-depth: 0 of actions/checkout');
  });
});
