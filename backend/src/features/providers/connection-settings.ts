import { X509Certificate } from 'node:crypto';
import type { FieldError } from '../../errors.ts';
import { errors } from '../../errors.ts';
import {
  type ConnectionSettings,
  openSettings,
  sealSettings,
  type SettingsColumns,
  usualSettings,
} from '../../lib/providers/connection-settings.ts';
import type { ProviderKind } from '../../lib/providers/upstream-url.ts';
import { isForbiddenHost } from '../../lib/providers/forbidden-addresses.ts';
import type { SecretBox } from '../../lib/secrets.ts';
import type { ConnectionChange } from './schemas.ts';

/** What of these a provider gets is set by the gateway itself, for every call. */
const ownHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const plainFields = [
  'organization',
  'project',
  'caCertificates',
  'connectTimeoutMs',
  'firstByteTimeoutMs',
  'idleTimeoutMs',
  'totalTimeoutMs',
  'contextLength',
  'keepAliveSeconds',
] as const;

/** What only Ollama can be told. */
const ollamasFields = ['contextLength', 'keepAliveSeconds'] as const;

/** The columns after a change: what it does not name stays. @throws invalid_request */
export function changedSettings(
  box: SecretBox,
  kind: ProviderKind,
  stored: SettingsColumns | null,
  change: ConnectionChange,
): SettingsColumns {
  if (stored && !touchesSettings(change)) {
    const { connection, connection_secrets } = stored;
    return { connection, connection_secrets };
  }
  const settings = { ...(stored ? openedOrUsual(box, stored) : usualSettings) };
  const faults: FieldError[] = [];
  for (const name of plainFields)
    Object.assign(settings, change[name] !== undefined && { [name]: change[name] });
  for (const name of ollamasFields)
    if (kind !== 'ollama' && change[name] != null)
      faults.push({ path: `/${name}`, message: 'is for Ollama alone' });
  if (change.caCertificates && !areCertificates(change.caCertificates))
    faults.push({ path: '/caCertificates', message: 'must be certificates in PEM form, and nothing else' });
  if (change.headers) settings.headers = mergedHeaders(settings.headers, change.headers, faults);
  if (change.proxyUrl !== undefined) setProxy(settings, change.proxyUrl, faults);
  if (faults.length > 0) throw errors.invalidFields('body', faults);
  return sealSettings(box, settings);
}

const touchesSettings = (change: ConnectionChange) =>
  change.headers !== undefined ||
  change.proxyUrl !== undefined ||
  plainFields.some((name) => change[name] !== undefined);

/** What another secret key has sealed has to be set anew. */
function openedOrUsual(box: SecretBox, stored: SettingsColumns): ConnectionSettings {
  try {
    return openSettings(box, stored);
  } catch {
    return openSettings(box, { ...stored, connection_secrets: null });
  }
}

/** A value replaces, null removes. */
function mergedHeaders(
  stored: Record<string, string>,
  change: Record<string, string | null>,
  faults: FieldError[],
): Record<string, string> {
  const merged = new Map(Object.entries(stored));
  for (const [typed, value] of Object.entries(change)) {
    const name = typed.toLowerCase();
    if (ownHeaders.has(name)) faults.push({ path: `/headers/${typed}`, message: 'is set by the gateway' });
    else if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** The address and the credentials in it are kept apart: only these are secret. */
function setProxy(settings: ConnectionSettings, typed: string | null, faults: FieldError[]): void {
  settings.proxyUrl = settings.proxyCredentials = null;
  if (typed === null) return;
  const url = URL.parse(typed.trim());
  const message =
    !url || !['http:', 'https:'].includes(url.protocol)
      ? 'must be an http or https URL'
      : url.pathname !== '/' || url.search || url.hash
        ? 'must have no path, query or fragment'
        : isForbiddenHost(url)
          ? 'must not be an address of the machine or its cloud'
          : decodedOrNull(`${url.username}:${url.password}`) === null
            ? 'must have its user name and password in percent-encoding'
            : null;
  if (!url || message) return void faults.push({ path: '/proxyUrl', message: message ?? '' });
  settings.proxyUrl = url.origin;
  if (url.username || url.password)
    settings.proxyCredentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
}

function decodedOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const blockBegin = '-----BEGIN';
const certificateEnd = '-----END CERTIFICATE-----';

/** Nothing but certificates: a private key that was put in by mistake is not kept. */
function areCertificates(pem: string): boolean {
  const [, ...blocks] = pem.split(blockBegin);
  return blocks.length > 0 && blocks.every(isCertificate);
}

/** @param block what follows the beginning of one, up to that of the next */
function isCertificate(block: string): boolean {
  const end = block.indexOf(certificateEnd);
  if (end < 0 || !block.startsWith(' CERTIFICATE-----')) return false;
  try {
    new X509Certificate(blockBegin + block.slice(0, end) + certificateEnd);
    return true;
  } catch {
    return false;
  }
}
