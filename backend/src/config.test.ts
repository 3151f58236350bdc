import { describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { StartupError } from './lib/startup-error.ts';

describe('loadConfig', () => {
  test('the defaults: everything here, a demo', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://localhost:8080',
      databaseUrl: undefined,
      role: 'all',
      adminEmail: 'admin@localhost',
      signUpsPerAddress: 300,
      defaultPlan: undefined,
      demo: true,
      ollamaBaseUrl: 'http://127.0.0.1:11434',
      logLevel: 'info',
    });
  });

  test('no demo with a database of one’s own, unless asked for', () => {
    const own = { DATABASE_URL: 'postgres://u:p@db/x', LITEMAAS_SECRET_KEY: 'k'.repeat(32) };
    expect(loadConfig(own).demo).toBe(false);
    expect(loadConfig({ ...own, LITEMAAS_DEMO: 'true' }).demo).toBe(true);
  });

  test('the public address follows host and port, and loses its last slash', () => {
    expect(loadConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
    expect(loadConfig({ HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:8080');
    expect(loadConfig({ HOST: '10.1.2.3' }).publicUrl).toBe('http://10.1.2.3:8080');
    expect(loadConfig({ HOST: 'fd00::3' }).publicUrl).toBe('http://[fd00::3]:8080');
    expect(loadConfig({ PUBLIC_URL: 'https://ai.example.com/' }).publicUrl).toBe('https://ai.example.com');
  });

  test('empty values are absent, as in a half-filled .env', () => {
    expect(loadConfig({ DATABASE_URL: '', LITELLM_API_KEY: '', PORT: '' })).toMatchObject({
      databaseUrl: undefined,
      litellmApiKey: undefined,
      port: 8080,
    });
  });

  test('all faults are reported at once, and secrets are not repeated', () => {
    const wrong = () =>
      loadConfig({
        PORT: 'abc',
        LITEMAAS_ROLE: 'boss',
        LITEMAAS_SECRET_KEY: 'short-secret',
        DATABASE_URL: 'mysql://u:hunter2@h',
      });
    expect(wrong).toThrow(StartupError);
    expect(wrong).toThrow(
      'The environment is wrong, so LiteMaaS did not start. PORT must be a whole number from 0 to 65535, not abc. DATABASE_URL must be an address that begins with postgres:// or postgresql://. LITEMAAS_ROLE must be all, api, gateway or worker, not boss. LITEMAAS_SECRET_KEY must have 32 characters or more.',
    );
  });

  test.each([
    ['PUBLIC_URL', 'example.com', 'an address that begins with http:// or https://'],
    ['LITEMAAS_ADMIN_EMAIL', 'root', 'an e-mail address'],
    [
      'LITEMAAS_TRUSTED_PROXIES',
      'proxy.local',
      'addresses or networks such as 10.0.0.0/8, separated by commas',
    ],
    ['LITEMAAS_SIGN_UPS_PER_ADDRESS', '0', 'a whole number of 1 or more'],
    ['LITEMAAS_DEMO', 'maybe', 'true or false'],
    ['LOG_LEVEL', 'loud', 'trace, debug, info, warn, error, fatal or silent'],
  ])('%s=%s is told what it may be', (name, value, allowed) => {
    expect(() => loadConfig({ [name]: value })).toThrow(`${name} must be ${allowed}, not ${value}.`);
  });

  test('a database of one’s own wants a secret key', () => {
    expect(() => loadConfig({ DATABASE_URL: 'postgres://db/x' })).toThrow(
      /LITEMAAS_SECRET_KEY: required with DATABASE_URL/,
    );
  });
});
