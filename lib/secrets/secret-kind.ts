/** A secret of NetBird, as a person knows it. */
export interface SecretKind {
  /** With its article. */
  readonly name: string;

  /** The class that says where one comes from. */
  readonly factory: string;

  /** What one is called where it is kept, for what to write instead. */
  readonly example: { readonly secret: string; readonly key: string; readonly path: string };
}

export const SETUP_KEY_KIND = {
  name: 'a setup key',
  factory: 'SetupKey',
  example: { secret: 'netbird-setup-key', key: 'NETBIRD_SETUP_KEY', path: 'netbird' },
} as const satisfies SecretKind;

export const ACCESS_TOKEN_KIND = {
  name: 'an access token',
  factory: 'AccessToken',
  example: { secret: 'netbird-api-token', key: 'NETBIRD_API_TOKEN', path: 'netbird-routes' },
} as const satisfies SecretKind;
