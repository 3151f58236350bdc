import { expect, test } from 'vitest';
import {
  findFaults,
  toNewProvider,
  toProviderChange,
  toProviderDraft,
  withClass,
  withKind,
} from './provider-draft.ts';
import type { Provider } from './queries.ts';

const stored: Provider = {
  id: 'prv_1',
  name: 'Ollama',
  kind: 'ollama',
  baseUrl: 'http://127.0.0.1:11434',
  class: 'local',
  hasApiKey: true,
  maxConcurrency: 4,
  maxQueue: null,
  overflowAfter: 3,
  dailyRequestCap: null,
  dailyRequestsUsed: null,
  headerNames: ['x-team'],
  organization: null,
  project: null,
  caCertificates: null,
  proxyUrl: 'http://proxy:3128',
  hasProxyCredentials: true,
  connectTimeoutMs: 2_500,
  firstByteTimeoutMs: null,
  idleTimeoutMs: null,
  totalTimeoutMs: null,
  contextLength: 16_384,
  keepAliveSeconds: null,
  enabled: true,
  modelCount: 1,
  createdAt: '2026-11-20T00:00:00Z',
  updatedAt: '2026-11-20T00:00:00Z',
};
const draft = { ...toProviderDraft(null), name: ' Ollama ', baseUrl: 'http://127.0.0.1:11434' };

test('an untouched API key is not sent, a typed one is, and removing is said with null', () => {
  const edit = toProviderDraft(stored);
  expect(toNewProvider(draft)).not.toHaveProperty('apiKey');
  expect(toProviderChange(stored, edit)).toEqual({});
  expect(toProviderChange(stored, { ...edit, removesApiKey: true })).toEqual({ apiKey: null });
  expect(toProviderChange(stored, { ...edit, apiKey: 'sk-1', removesApiKey: true })).toEqual({
    apiKey: 'sk-1',
  });
});

test('only what was changed is sent', () => {
  const edit = { ...toProviderDraft(stored), name: ' GPU 1 ', maxConcurrency: '', maxQueue: '0' };
  expect(toProviderChange(stored, edit)).toEqual({ name: 'GPU 1', maxConcurrency: null, maxQueue: 0 });
});

test('empty limits are none, and 0 waiting is a limit', () => {
  expect(toNewProvider({ ...draft, maxQueue: '0' })).toMatchObject({
    name: 'Ollama',
    maxConcurrency: null,
    maxQueue: 0,
  });
  expect(findFaults({ ...draft, maxConcurrency: '0', maxQueue: '1.5' })).toMatchObject({
    name: false,
    maxConcurrency: true,
    maxQueue: true,
  });
});

test('the daily cap of a cloud service is 500 unless another one is typed, and a stored one is sent only when it changes', () => {
  const cloud = withKind(draft, 'openai');
  expect(toNewProvider(cloud).dailyRequestCap).toBe(500);
  expect(withKind(cloud, 'ollama').dailyRequestCap).toBe('');
  expect(withClass({ ...cloud, dailyRequestCap: '9' }, 'local').dailyRequestCap).toBe('9');
  expect(toNewProvider(draft).dailyRequestCap).toBeNull();
  const capped = { ...stored, dailyRequestCap: 9 };
  const edit = toProviderDraft(capped);
  expect(toProviderChange(capped, edit)).toEqual({});
  expect(toProviderChange(capped, { ...edit, dailyRequestCap: '10' })).toEqual({ dailyRequestCap: 10 });
  expect(toProviderChange(capped, { ...edit, dailyRequestCap: '' })).toEqual({ dailyRequestCap: null });
  expect(findFaults({ ...draft, dailyRequestCap: '0' }).dailyRequestCap).toBe(true);
  expect(findFaults({ ...draft, dailyRequestCap: '1000000000' }).dailyRequestCap).toBe(false);
});

test('a kind brings its usual class, and a simulated provider needs no address', () => {
  expect(withKind(draft, 'openai').class).toBe('cloud');
  const simulated = { ...withKind(draft, 'simulated'), baseUrl: '' };
  expect(findFaults(simulated).baseUrl).toBe(false);
  expect(toNewProvider(simulated)).not.toHaveProperty('baseUrl');
});

test('an address begins with http or https', () => {
  expect(findFaults({ ...draft, baseUrl: 'ftp://x' }).baseUrl).toBe(true);
  expect(findFaults({ ...draft, baseUrl: '' }).baseUrl).toBe(true);
  expect(findFaults({ ...draft, baseUrl: ' https://gpu-1:8000/v1 ' }).baseUrl).toBe(false);
});

test('headers: an untouched value stays, a typed one replaces, and removing is said with null', () => {
  const edit = toProviderDraft(stored);
  const { headers } = edit.advanced;
  const withAdvanced = (change: Partial<typeof edit.advanced>) =>
    toProviderChange(stored, { ...edit, advanced: { ...edit.advanced, ...change } });
  expect(withAdvanced({})).toEqual({});
  expect(withAdvanced({ headers: [{ ...headers[0]!, value: 'red' }] })).toEqual({
    headers: { 'x-team': 'red' },
  });
  expect(
    withAdvanced({
      headers: [{ key: 'new', name: ' x-new ', value: 'blue', isStored: false }],
      removedHeaders: ['x-team'],
    }),
  ).toEqual({ headers: { 'x-team': null, 'x-new': 'blue' } });
});

test('times are typed in seconds; the proxy is sent only when it is changed', () => {
  const edit = toProviderDraft(stored);
  expect(edit.advanced.connectTimeout).toBe('2.5');
  const advanced = { ...edit.advanced, connectTimeout: '', totalTimeout: '90', proxyUrl: ' ' };
  expect(toProviderChange(stored, { ...edit, advanced })).toEqual({
    connectTimeoutMs: null,
    totalTimeoutMs: 90_000,
    proxyUrl: null,
  });
  for (const totalTimeout of ['0', '0.05', '86401', 'long', '1.2345'])
    expect(findFaults({ ...edit, advanced: { ...edit.advanced, totalTimeout } }).advanced).toBe(true);
});

test('a kind brings its address, unless another one was typed', () => {
  const google = withKind(toProviderDraft(null), 'google');
  expect(google).toMatchObject({
    class: 'cloud',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  });
  expect(withKind(google, 'litellm').baseUrl).toBe('');
  expect(withKind({ ...google, baseUrl: 'http://mine' }, 'vllm').baseUrl).toBe('http://mine');
});

test('the context of an Ollama, and how long models stay; of no other kind', () => {
  const edit = { ...toProviderDraft(stored), contextLength: '', keepAliveSeconds: ' -1 ' };
  expect(findFaults(edit)).toMatchObject({ contextLength: false, keepAliveSeconds: false });
  expect(toProviderChange(stored, edit)).toEqual({ contextLength: null, keepAliveSeconds: -1 });
  const wrong = { ...edit, contextLength: '255', keepAliveSeconds: '-2' };
  expect(findFaults(wrong)).toMatchObject({ contextLength: true, keepAliveSeconds: true });
  const other = { ...wrong, kind: 'vllm' as const };
  expect(findFaults(other)).toMatchObject({ contextLength: false, keepAliveSeconds: false });
  expect(toNewProvider(other)).not.toHaveProperty('contextLength');
});
