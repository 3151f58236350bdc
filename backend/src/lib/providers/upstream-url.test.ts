import { describe, expect, test } from 'vitest';
import { normaliseBaseUrl, type ProviderKind, upstreamUrl } from './upstream-url.ts';

describe('the stored base URL', () => {
  test.each<[ProviderKind, string, string]>([
    ['litellm', 'http://host:4000', 'http://host:4000'],
    ['litellm', 'http://host:4000/', 'http://host:4000'],
    ['litellm', ' http://host:4000/v1/ ', 'http://host:4000'],
    ['litellm', 'https://host/proxy/v1', 'https://host/proxy'],
    ['ollama', 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434'],
    ['openai', 'https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['anthropic', 'https://api.anthropic.com/', 'https://api.anthropic.com'],
    ['openai-compatible', 'https://HOST//', 'https://host'],
    ['openai-compatible', 'https://host/api/v4', 'https://host/api/v4'],
    ['simulated', 'anything', 'simulated:'],
  ])('%s %s is kept as %s', (kind, typed, stored) => {
    expect(normaliseBaseUrl(kind, typed)).toBe(stored);
  });

  test.each([
    '',
    'host:4000',
    'ftp://host',
    'file:///etc/passwd',
    'http://',
    'http://user@host',
    'https://user:secret@host',
    'https://host?key=secret',
    'https://host/#secret',
  ])('%s is refused without being repeated', (typed) => {
    const attempt = () => normaliseBaseUrl('openai-compatible', typed);
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(/secret/);
  });
});

describe('the address of a path', () => {
  test.each<[ProviderKind, string, string]>([
    ['litellm', 'http://host:4000', 'http://host:4000/v1/chat/completions'],
    ['litellm', 'https://host/v2-proxy', 'https://host/v2-proxy/v1/chat/completions'],
    ['ollama', 'http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1/chat/completions'],
    ['openai', 'https://host', 'https://host/v1/chat/completions'],
    ['anthropic', 'https://host', 'https://host/v1/chat/completions'],
    ['anthropic', 'https://host/v1', 'https://host/v1/chat/completions'],
    ['openai', 'https://host/v1', 'https://host/v1/chat/completions'],
    ['openai-compatible', 'https://host/openai', 'https://host/openai/v1/chat/completions'],
    ['openai-compatible', 'https://host/api/paas/v4', 'https://host/api/paas/v4/chat/completions'],
    ['openai-compatible', 'https://host/v1beta/openai', 'https://host/v1beta/openai/chat/completions'],
    ['openai-compatible', 'https://host/vllm', 'https://host/vllm/v1/chat/completions'],
  ])('%s %s', (kind, baseUrl, address) => {
    expect(upstreamUrl(kind, baseUrl, 'chat/completions')).toBe(address);
  });
});
