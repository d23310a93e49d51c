import type { Cidr } from '../network/cidr.ts';
import { type HttpsUrl, isHostIn, parseHttpsUrl } from '../network/https-url.ts';
import { type InterfaceName, parseInterfaceName } from '../network/interface-name.ts';
import { parseUdpPort } from '../network/udp-port.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { parseBoolean } from '../refusal/parse-boolean.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { clientEnvironment, reservedBecause } from './client-environment.ts';
import type { NetbirdRoutingPeerProps } from './netbird-routing-peer-props.ts';

/** What the NetBird client is told. */
export interface ClientSettings {
  readonly managementUrl: HttpsUrl;
  readonly interfaceName: InterfaceName;
  readonly wireguardPort: number;

  /** That, and all else, as the client reads it. */
  readonly environment: Readonly<Record<string, string>>;
}

type ClientProps = Required<
  Pick<
    NetbirdRoutingPeerProps,
    'managementUrl' | 'allowHttpManagementUrl' | 'hostname' | 'interfaceName' | 'wireguardPort' | 'environment'
  >
>;

export function reviewClient(props: ClientProps, overlay: Cidr, review: PropsReview): ClientSettings {
  const field = 'allowHttpManagementUrl';
  const mayBeHttp = review.parse(field, props.allowHttpManagementUrl, parseBoolean, false);
  const parseUrl = (value: unknown) => parseManagementUrl(value, mayBeHttp, overlay);
  const client = {
    managementUrl: review.parse('managementUrl', props.managementUrl, parseUrl, 'https://netbird.example.org'),
    interfaceName: review.parse('interfaceName', props.interfaceName, parseInterfaceName, 'wt0'),
    wireguardPort: review.parse('wireguardPort', props.wireguardPort, parseUdpPort, 51820),
  };
  const own = clientEnvironment({ ...client, hostname: props.hostname });
  return { ...client, environment: { ...own, ...reviewEnvironment(props.environment, own, review) } };
}

function parseManagementUrl(value: unknown, mayBeHttp: boolean, overlay: Cidr): HttpsUrl {
  const url = parseHttpsUrl(value, undefined, () => mayBeHttp);
  if (!isHostIn(url, overlay)) return url;
  throw new InvalidValue(
    `It is an address of the mesh, ${overlay}, and no way leads there before the peer has asked the management server.`,
    'Write the address that it has without the tunnel.',
  );
}

function reviewEnvironment(
  environment: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  review: PropsReview,
): Record<string, string> {
  const entries = Object.entries<string>(Object(review.members('environment', environment)));
  for (const [variable, value] of entries) {
    const reserved = reservedBecause(variable, own);
    if (reserved !== undefined) {
      review.refuse(`environment.${variable}`, { reason: reserved, remedy: 'Take it out.' });
    } else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) || typeof value !== 'string') {
      review.refuse(`environment.${variable}`, {
        reason: 'It is not an environment variable: letters, digits and "_" as the name, a string as the value.',
        remedy: 'Write, for example, { NB_LOG_LEVEL: "debug" }.',
      });
    }
  }
  return Object.fromEntries(entries);
}
