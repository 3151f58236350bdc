import { expect, test } from 'vitest';
import { findFaults, toNewProvider, toProviderChange, toProviderDraft, withKind } from './provider-draft.ts';

const draft = { ...toProviderDraft(null), name: ' Ollama ', baseUrl: 'http://127.0.0.1:11434' };

test('an untouched API key is not sent, a typed one is, and removing is said with null', () => {
  expect(toNewProvider(draft)).not.toHaveProperty('apiKey');
  expect(toProviderChange(draft)).not.toHaveProperty('apiKey');
  expect(toProviderChange({ ...draft, removesApiKey: true }).apiKey).toBeNull();
  expect(toProviderChange({ ...draft, apiKey: 'sk-1', removesApiKey: true }).apiKey).toBe('sk-1');
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
