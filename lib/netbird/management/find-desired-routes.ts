import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type DesiredRoutes, parseDesiredRoutes } from './desired-routes.ts';
import { ManagementError } from './management-error.ts';
import { ROUTES_FILE } from './routes-file.ts';

/**
 * What the site wants, as synth rendered it for the Job in the cluster: so a workstation applies the same.
 *
 * @param folder the output of synth, or one file of it
 * @throws ManagementError where there is none, or more than one
 */
export function findDesiredRoutes(folder: string): DesiredRoutes {
  const files = folder.endsWith('.yaml') ? [folder] : configMapsIn(folder);
  const found = files.sort().flatMap((file) => {
    const text = routesIn(file);
    return text === undefined ? [] : [{ file, text }];
  });
  const [first, ...others] = found;
  if (first === undefined) {
    throw files[0] === folder
      ? refusal(`${folder} is not a ConfigMap with routes.`, 'Name one that npm run synth has written, or its folder.')
      : refusal(
          `The site in ${folder} has no routes.`,
          'Compose a NetbirdNetworkRoutes in main.ts, and run npm run synth.',
        );
  }
  if (others.length > 0) {
    throw refusal(
      `${folder} holds the routes of several: ${found.map(({ file }) => file).join(', ')}.`,
      'Name one of these files by --from.',
    );
  }
  return parseDesiredRoutes(first.text, first.file);
}

function configMapsIn(folder: string): string[] {
  const remedy = 'Run npm run synth, or name by --from what it has written.';
  if (!existsSync(folder)) throw refusal(`There is no folder ${folder}.`, remedy);
  const files = globSync('**/ConfigMap.*.k8s.yaml', { cwd: folder });
  if (files.length === 0) throw refusal(`${folder} holds no ConfigMap.`, remedy);
  return files.map((file) => join(folder, file));
}

function routesIn(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refusal(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'Name a file that npm run synth has written.',
    );
  }
  // Cheaper than to parse each one.
  if (!text.includes(ROUTES_FILE)) return undefined;
  try {
    return Object(parse(text)).data?.[ROUTES_FILE];
  } catch {
    throw refusal(`${file} is not one document of YAML.`, 'Run npm run synth, and use what it writes unchanged.');
  }
}

function refusal(reason: string, remedy: string): ManagementError {
  return new ManagementError('configuration', reason, remedy);
}
