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

  test('the public address follows the port and loses its last slash', () => {
    expect(loadConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
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
    expect(wrong).toThrow(/PORT=abc: .*LITEMAAS_ROLE=boss: /);
    expect(wrong).toThrow(/DATABASE_URL: /);
    expect(wrong).toThrow(/LITEMAAS_SECRET_KEY: /);
    expect(wrong).not.toThrow(/hunter2|short-secret/);
  });

  test('a database of one’s own wants a secret key', () => {
    expect(() => loadConfig({ DATABASE_URL: 'postgres://db/x' })).toThrow(
      /LITEMAAS_SECRET_KEY: required with DATABASE_URL/,
    );
  });
});
