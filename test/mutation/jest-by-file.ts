import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import {
  commonTokens,
  declareFactoryPlugin,
  type PluginContext,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';
import type { Injector } from 'typed-inject';

/** Where the next worker finds what the dry run saw: a mutant that hangs ends the one before. In the sandbox. */
const TESTS_BY_FILE = 'tests-by-file.json';

/**
 * Stryker's own runner for Jest, one test file at a time: it would load every file that can reach the mutant, and run
 * them all after the first failure. A mutant in `lib/cilium` is for the tests in `test/cilium` to find, first for those
 * under its own path; that something far away notices it by chance says nothing of them.
 */
class JestByFile implements TestRunner {
  private readonly jest: TestRunner;

  constructor(jest: TestRunner) {
    this.jest = jest;
  }

  capabilities() {
    return this.jest.capabilities();
  }

  async init(): Promise<void> {
    await this.jest.init?.();
  }

  async dryRun(options: DryRunOptions): Promise<DryRunResult> {
    const result = await this.jest.dryRun(options);
    if (result.status !== DryRunStatus.Complete) return result;
    const byFile = Map.groupBy(result.tests, ({ fileName = '' }) => fileName);
    const names = Array.from(byFile, ([file, tests]) => [file, tests.map(({ id }) => id)] as const);
    writeFileSync(TESTS_BY_FILE, JSON.stringify(names));
    return result;
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const wanted = new Set(options.testFilter);
    let nrOfTests = 0;
    try {
      for (const [file, names] of testFilesFor(options.sandboxFileName)) {
        const testFilter = options.testFilter === undefined ? undefined : names.filter((name) => wanted.has(name));
        if (testFilter?.length === 0) continue;
        process.env.ONLY_TEST_FILE = file;
        const result = await this.jest.mutantRun({ ...options, testFilter });
        if (result.status !== MutantRunStatus.Survived) return result;
        nrOfTests += result.nrOfTests;
      }
    } finally {
      delete process.env.ONLY_TEST_FILE;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

/** The test files of a source file's area, the nearest first, each with the names of its tests. */
function testFilesFor(source: string): [string, string[]][] {
  const path = relative('lib', source).replace(/\.ts$/, '');
  const [area = ''] = path.split('/');
  const distance = (file: string): number => {
    const other = relative('test', file).replace(/\.test\.ts$/, '');
    const shared = Array.from(path).findIndex((character, index) => character !== other[index]);
    return shared === -1 ? 0 : path.length - shared;
  };
  const testsByFile: [string, string[]][] = JSON.parse(readFileSync(TESTS_BY_FILE, 'utf8'));
  return testsByFile
    .filter(([file]) => relative('test', file).startsWith(`${area}/`))
    .sort(([one], [other]) => distance(one) - distance(other));
}

function createRunner(injector: Injector<PluginContext>): TestRunner {
  const [jest] = jestPlugins;
  if (jest === undefined) throw new Error('@stryker-mutator/jest-runner has no plugin.');
  return new JestByFile(injector.injectFunction(jest.factory));
}
createRunner.inject = tokens(commonTokens.injector);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'jest-by-file', createRunner)];
