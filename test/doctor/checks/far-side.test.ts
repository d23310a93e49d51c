import { expect, test } from '@jest/globals';
import { farSide } from '../../../lib/doctor/checks/far-side.ts';
import { parseOptions } from '../../../lib/doctor/doctor-options.ts';
import { answering, known, ran, site } from '../../support/examination.ts';

const options = parseOptions(['--far-side', 'ssh:bifrost', '--expect', '302']);

function findings(routes: ReturnType<typeof ran>, request = ran('', 0, '< HTTP/1.1 302 Found\n'), otherwise = {}) {
  const { findings: found } = farSide.judge(
    { commands: [], routes, request },
    { ...known, site, options: { ...options, ...otherwise } },
  );
  return found.map(({ severity, what, failure, fix }) => ({ severity, what, kind: failure?.kind, fix }));
}

const list = (status: string) =>
  ran(`Available Networks:\n\n  - ID: lan\n    Network: 192.168.1.0/24\n    Status: ${status}\n`);
const selected = list('Selected');

test('a far side that has the route and gets the answer is well', () => {
  expect(findings(selected)).toEqual([]);
});

test.each([
  [
    'no docker',
    ran('', 127, 'bash: line 1: docker: command not found'),
    'no-program',
    /without docker.*: netbird routes list$/,
  ],
  [
    'no client in it',
    ran('OCI runtime exec failed: exec failed: "netbird": executable file not found in $PATH', 127),
    'no-program',
    /netbird routes list$/,
  ],
  ['not executable', ran('', 126, 'bash: /usr/bin/docker: Permission denied'), 'no-program', /netbird routes list$/],
  [
    'another container',
    ran('', 1, 'Error response from daemon: No such container: netbird-agent'),
    'not-found',
    /--far-side-container.*: ssh bifrost docker ps$/,
  ],
  [
    'one that stands still',
    ran('', 1, 'Error response from daemon: container 0a1b is not running'),
    'not-found',
    /--far-side-container/,
  ],
  [
    'no permission',
    ran('', 1, 'permission denied while trying to connect to the Docker daemon socket'),
    'unintelligible',
    /: ssh bifrost docker exec netbird-agent netbird routes list$/,
  ],
] as const)('routes that could not be listed are not known: %s', (_, routes, kind, fix) => {
  expect(findings(routes)).toEqual([
    { severity: 'unknown', what: 'Which routes the far side has is not known', kind, fix: expect.stringMatching(fix) },
  ]);
});

test('a far side without curl proves nothing', () => {
  expect(findings(selected, ran('', 127, 'bash: line 1: curl: command not found'))).toMatchObject([
    { severity: 'unknown', what: 'Whether the far side reaches the Gateway is not known', kind: 'no-program' },
  ]);
});

test.each([
  [ran('', 28, '* Connection timed out after 5001 milliseconds\n'), {}, 'the far side gets no answer from the Gateway'],
  [ran('', 0, '< HTTP/1.1 404 Not Found\n'), {}, 'the far side gets 404 from the Gateway instead of 302'],
  [ran('', 0, '< HTTP/1.1 503 Service Unavailable\n'), { expect: undefined }, 'the far side gets 503 from the Gateway'],
])('an answer that is wrong: %j', (request, otherwise, what) => {
  expect(findings(selected, request, otherwise)).toMatchObject([{ severity: 'problem', what }]);
});

test('without the route nothing else is wrong', () => {
  const silent = ran('', 28, '* Connection timed out after 5001 milliseconds\n');
  expect(findings(ran('No networks available.\n'), silent)).toMatchObject([
    { severity: 'problem', what: 'the far side has no route for 192.168.1.0/24' },
  ]);
  expect(findings(list('Not Selected'), silent)).toMatchObject([
    { fix: 'Select it there: docker exec netbird-agent netbird routes select -a lan' },
  ]);
});

const gateway = (protocol: string, port: number) => ({
  metadata: { name: 'public', namespace: 'gateway' },
  spec: { listeners: [{ protocol, port }] },
  status: { addresses: [{ value: '192.168.1.220' }] },
});
const curl = 'curl -sv -o /dev/null --connect-timeout 5 --max-time 10';

test.each([
  ['HTTP', 80, ['--host', 'a.example.org'], `${curl} -H 'Host: a.example.org' http://192.168.1.220/`],
  ['HTTP', 80, [], `${curl} http://192.168.1.220/`],
  [
    'HTTPS',
    443,
    ['--host', 'a.example.org'],
    `${curl} -k --resolve a.example.org:443:192.168.1.220 https://a.example.org/`,
  ],
  ['HTTPS', 443, [], `${curl} -k https://192.168.1.220/`],
])('by hand, a Gateway with %s on %d is asked with %j', async (protocol, port, args, command) => {
  const examination = {
    ...answering(gateway(protocol, port), ''),
    options: parseOptions(['--far-side-container', 'nb', ...args]),
  };
  const judgement = farSide.judge(await farSide.gather(examination), examination);
  expect(judgement.byHand).toEqual([
    'on the far side: docker exec nb netbird routes list',
    `on the far side: ${command}`,
  ]);
});
