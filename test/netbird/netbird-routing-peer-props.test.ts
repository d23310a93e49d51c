import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { clientEnvironment } from '../../lib/netbird/client-environment.ts';
import { root } from '../support/repository.ts';

const page = readFileSync(join(root, 'docs', 'netbird-routing-peer.md'), 'utf8');

/** The interfaces of the props, and the prop that each describes. */
const PARENTS = {
  NetbirdRoutingPeerProps: '',
  RoutingPeerResources: 'resources.',
  ImmutableFields: 'immutableFields.',
};

/** Each prop with its default, as its docstring has it. */
function documented(): [string, string][] {
  const source = readFileSync(join(root, 'lib', 'netbird', 'netbird-routing-peer-props.ts'), 'utf8');
  return Object.entries(PARENTS).flatMap(([name, parent]) => {
    const [body = ''] = source.split(`export interface ${name} {`)[1]?.split('\n}') ?? [];
    const members = [...body.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s+readonly (\w+)(\??):/g)];
    return members.map(([, comment = '', prop, isOptional]): [string, string] => {
      const text = comment.replace(/\n\s*\*/g, ' ').replace(/\s+/g, ' ');
      const fallback = isOptional ? 'see below' : 'required';
      return [`${parent}${prop}`, text.split('@default ')[1]?.trim() ?? fallback];
    });
  });
}

/** The same, as the page has it. */
function tabulated(): [string, string][] {
  return [...page.matchAll(/^\| `([\w.]+)` \| (.*?) \|/gm)].map(([, prop = '', text = '']) => [prop, text]);
}

/** Quotes are of TypeScript, backticks of prose. */
const plain = (entries: [string, string][]) => entries.map(([prop, text]) => [prop, text.replace(/['"`]/g, '')]);

test('the page has every prop, in its order, with the default of its docstring', () => {
  expect(documented().length).toBeGreaterThan(30);
  expect(plain(tabulated())).toEqual(plain(documented()));
});

test('the page says of every variable of the client what a change of it does', () => {
  const own = clientEnvironment({ managementUrl: '', hostname: '', interfaceName: '', wireguardPort: 0 });
  const [, section = ''] = page.split('## Changed without effect');
  for (const variable of Object.keys(own)) expect(section.split('\n## ')[0]).toContain(`\`${variable}\``);
});
