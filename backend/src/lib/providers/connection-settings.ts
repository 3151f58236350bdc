import { authHeaders } from './auth-headers.ts';
import type { ProviderKind } from './upstream-url.ts';
import type { SecretBox } from '../secrets.ts';

/** How a provider is reached, beside its address and API key, as far as it is no secret. Null: as with every provider. */
export type PlainSettings = {
  organization: string | null;
  project: string | null;
  /** Certificates of authorities that are trusted beside the usual ones, in PEM. */
  caCertificates: string | null;
  /** Without what is secret in it. */
  proxyUrl: string | null;
  connectTimeoutMs: number | null;
  firstByteTimeoutMs: number | null;
  idleTimeoutMs: number | null;
  totalTimeoutMs: number | null;
  /** Of an Ollama: the context it loads models with, in tokens, and how long they stay loaded; -1: for good. */
  contextLength: number | null;
  keepAliveSeconds: number | null;
};

/** The rest of it; it never leaves this process but to the provider. */
export type SecretSettings = {
  /** By name, in small letters. */
  headers: Record<string, string>;
  /** `user:password`. */
  proxyCredentials: string | null;
};

export type ConnectionSettings = PlainSettings & SecretSettings;

export const usualPlainSettings: PlainSettings = {
  organization: null,
  project: null,
  caCertificates: null,
  proxyUrl: null,
  connectTimeoutMs: null,
  firstByteTimeoutMs: null,
  idleTimeoutMs: null,
  totalTimeoutMs: null,
  contextLength: null,
  keepAliveSeconds: null,
};

export const usualSettings: ConnectionSettings = {
  ...usualPlainSettings,
  headers: {},
  proxyCredentials: null,
};

/** Columns of `providers` in which settings are kept. */
export type SettingsColumns = {
  connection: Partial<PlainSettings> & { headerNames?: string[]; hasProxyCredentials?: boolean };
  connection_secrets: Buffer | null;
};

/** The settings that are stored, in clear. @throws where this installation's key does not open them */
export function openSettings(box: SecretBox, row: SettingsColumns): ConnectionSettings {
  const secrets = row.connection_secrets
    ? (JSON.parse(box.decrypt(row.connection_secrets)) as SecretSettings)
    : {};
  return { ...usualSettings, ...plainOf(row.connection), ...secrets };
}

/** What is told of secrets is no setting. */
const plainOf = ({ headerNames: _, hasProxyCredentials: __, ...plain }: SettingsColumns['connection']) =>
  plain;

/** What is stored of settings. */
export function sealSettings(box: SecretBox, settings: ConnectionSettings): SettingsColumns {
  const { headers, proxyCredentials, ...plain } = settings;
  const headerNames = Object.keys(headers).sort();
  const hasSecrets = headerNames.length > 0 || proxyCredentials !== null;
  const secrets: SecretSettings = { headers, proxyCredentials };
  return {
    connection: { ...plain, headerNames, hasProxyCredentials: proxyCredentials !== null },
    connection_secrets: hasSecrets ? box.encrypt(JSON.stringify(secrets)) : null,
  };
}

/** The headers that say who asks. */
export function headersOf(
  kind: ProviderKind,
  apiKey: string | null,
  settings: ConnectionSettings,
): Record<string, string> {
  const { organization, project, headers } = settings;
  return {
    ...authHeaders(kind, apiKey),
    ...(organization && { 'openai-organization': organization }),
    ...(project && { 'openai-project': project }),
    ...headers,
  };
}
