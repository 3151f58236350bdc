import path from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { StartupError } from './lib/startup-error.ts';

/** One of a few words; `must` says in words what a value has to be. */
const oneOf = <const Words extends readonly string[]>(words: Words, more: object = {}) =>
  Type.Union(
    words.map((word) => Type.Literal<Words[number]>(word)),
    { must: `be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, ...more },
  );
const HttpUrl = Type.String({
  pattern: '^https?://[^\\s/]+',
  must: 'be an address that begins with http:// or https://',
});
const Text = (more: object = {}) => Type.String({ minLength: 1, must: 'not be empty', ...more });

/** Every environment variable LiteMaaS reads; docs/configuration.md explains each. */
const Environment = Type.Object({
  HOST: Text({ default: '127.0.0.1' }),
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 8080,
    must: 'be a whole number from 0 to 65535',
  }),
  PUBLIC_URL: Type.Optional(HttpUrl),
  LITEMAAS_DATA_DIR: Text({ default: '.data' }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      must: 'be an address that begins with postgres:// or postgresql://',
    }),
  ),
  LITEMAAS_ROLE: oneOf(['all', 'api', 'gateway', 'worker'], { default: 'all' }),
  LITEMAAS_ADMIN_EMAIL: Type.String({
    pattern: '^[^@\\s]+@[^@\\s]+$',
    default: 'admin@localhost',
    must: 'be an e-mail address',
  }),
  LITEMAAS_ADMIN_PASSWORD: Type.Optional(
    Type.String({ minLength: 8, maxLength: 128, must: 'have 8 to 128 characters' }),
  ),
  LITEMAAS_TRUSTED_PROXIES: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f.:/]+( *, *[0-9A-Fa-f.:/]+)*$',
      must: 'be addresses or networks such as 10.0.0.0/8, separated by commas',
    }),
  ),
  LITEMAAS_SIGN_UPS_PER_ADDRESS: Type.Integer({
    minimum: 1,
    default: 300,
    must: 'be a whole number of 1 or more',
  }),
  LITEMAAS_CACHE_MEGABYTES: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 256,
    must: 'be a whole number from 0 to 1000000',
  }),
  LITEMAAS_CACHE_HIT_PERCENT: Type.Integer({
    minimum: 0,
    maximum: 100,
    default: 0,
    must: 'be a whole number from 0 to 100',
  }),
  LITEMAAS_DEFAULT_PLAN: Text({ default: 'none' }),
  LITEMAAS_DEMO: Type.Optional(oneOf(['true', 'false'])),
  LITEMAAS_SECRET_KEY: Type.Optional(Type.String({ minLength: 32, must: 'have 32 characters or more' })),
  LITELLM_BASE_URL: Type.Optional(HttpUrl),
  LITELLM_API_KEY: Type.Optional(Text()),
  OLLAMA_BASE_URL: Type.Optional(HttpUrl),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(HttpUrl),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
});

const hostsNamedLocalhost = new Set(['127.0.0.1', '0.0.0.0', '::1', '::', 'localhost']);

/** Where a server is reached that listens on `host`, from this machine. */
function localUrl(host: string, port: number): string {
  const named = host.includes(':') ? `[${host}]` : host;
  return `http://${hostsNamedLocalhost.has(host) ? 'localhost' : named}:${port}`;
}

/** Names whose value must not be repeated in an error message. */
const secretNames = new Set([
  'DATABASE_URL',
  'LITEMAAS_ADMIN_PASSWORD',
  'LITEMAAS_SECRET_KEY',
  'LITELLM_API_KEY',
]);

export type Config = ReturnType<typeof loadConfig>;

/**
 * Reads the environment once. Empty strings count as absent, as in a half-filled `.env`.
 * @throws StartupError naming every wrong value at once.
 */
export function loadConfig(env: Record<string, string | undefined>) {
  const present = Object.fromEntries(
    Object.keys(Environment.properties).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const values = Value.Convert(Environment, Value.Default(Environment, present)) as Static<
    typeof Environment
  >;
  const faults = [...Value.Errors(Environment, values)].map(({ path: where, schema }) => {
    const name = where.split('/')[1] ?? '';
    return `${name} must ${schema.must}${secretNames.has(name) ? '' : `, not ${env[name]}`}`;
  });
  if (values.DATABASE_URL && !values.LITEMAAS_SECRET_KEY) {
    faults.push(
      'LITEMAAS_SECRET_KEY: required with DATABASE_URL (32 characters or more; it signs tokens and encrypts secrets)',
    );
  }
  if (faults.length > 0) {
    throw new StartupError(
      `The environment is wrong, so LiteMaaS did not start. ${[...new Set(faults)].join('. ')}.`,
    );
  }
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? localUrl(values.HOST, values.PORT),
    dataDir: path.resolve(values.LITEMAAS_DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    role: values.LITEMAAS_ROLE,
    trustedProxies: values.LITEMAAS_TRUSTED_PROXIES,
    /** In 15 minutes. */
    signUpsPerAddress: values.LITEMAAS_SIGN_UPS_PER_ADDRESS,
    /** Room for answers that are given again; 0: none are. */
    cacheMegabytes: values.LITEMAAS_CACHE_MEGABYTES,
    /** What such an answer costs, in percent of what it cost at first. */
    cacheHitPercent: values.LITEMAAS_CACHE_HIT_PERCENT,
    /** Id or name of the plan that new accounts start on; undefined: none. */
    defaultPlan: values.LITEMAAS_DEFAULT_PLAN === 'none' ? undefined : values.LITEMAAS_DEFAULT_PLAN,
    adminEmail: values.LITEMAAS_ADMIN_EMAIL.toLowerCase(),
    adminPassword: values.LITEMAAS_ADMIN_PASSWORD,
    demo: values.LITEMAAS_DEMO ? values.LITEMAAS_DEMO === 'true' : !values.DATABASE_URL,
    secretKey: values.LITEMAAS_SECRET_KEY,
    litellmBaseUrl: values.LITELLM_BASE_URL,
    litellmApiKey: values.LITELLM_API_KEY,
    ollamaBaseUrl: values.OLLAMA_BASE_URL ?? 'http://127.0.0.1:11434',
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, ''),
    logLevel: values.LOG_LEVEL,
  };
}
