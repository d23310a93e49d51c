import { describeProblem } from '../../lib/refusal/problem.ts';
import { OutputFolder } from '../../lib/synth/output-folder.ts';
import { manifestProblems } from './manifest-problems.ts';

/** `npm run lint:manifests`: holds every object of an output to its schema, offline. */
const output = new OutputFolder(process.argv[2] ?? 'dist');
const objects = [...output.read()].filter(([file]) => file.endsWith('.k8s.yaml'));
const problems = await Promise.all(
  objects.map(([file, text]) => manifestProblems(`${output.name}/${file}`, text)),
).then((found) => found.flat());

if (objects.length === 0) {
  console.error(`${output.name}/ has no objects. Run npm run synth.`);
  process.exitCode = 1;
} else if (problems.length > 0) {
  console.error(`${problems.map((problem) => describeProblem(problem).trimEnd()).join('\n')}\n`);
  console.error(`${output.name}/ breaks its schemas: ${count(problems, 'problem')}`);
  process.exitCode = 1;
} else {
  console.log(`${output.name}/ keeps to its schemas: ${count(objects, 'object')}`);
}

function count(things: readonly unknown[], name: string): string {
  return `${things.length} ${name}${things.length === 1 ? '' : 's'}`;
}
