import { expect, test } from 'vitest';
import {
  becomesRestricted,
  findFaults,
  findRouteFaults,
  newRoute,
  toModelBody,
  toModelDraft,
} from './model-draft.ts';
import type { AdminModel } from './queries.ts';

const stored: AdminModel = {
  id: 'mdl_1',
  name: 'llama3.2:3b',
  displayName: 'Llama 3.2',
  description: null,
  class: 'small',
  providerClass: 'local',
  providerNames: ['Ollama'],
  capabilities: ['chat'],
  contextLength: null,
  maxOutputTokens: 2048,
  visibility: 'listed',
  prices: null,
  autoApprove: false,
  enabled: true,
  missingPrices: [],
  routes: [
    { id: 'rte_1', providerId: 'prv_1', providerName: 'Ollama', upstreamModel: 'llama', order: 0, weight: 3 },
  ],
  createdAt: '2026-11-20T00:00:00Z',
  fallbackModelId: null,
  updatedAt: '2026-11-20T00:00:00Z',
};

test('a stored model comes back as it was, and what is absent stays absent', () => {
  expect(toModelBody(toModelDraft(stored))).toEqual({
    name: 'llama3.2:3b',
    displayName: 'Llama 3.2',
    description: null,
    class: 'small',
    capabilities: ['chat'],
    contextLength: null,
    maxOutputTokens: 2048,
    visibility: 'listed',
    autoApprove: false,
    enabled: true,
    prices: {},
    fallbackModelId: null,
    routes: [{ providerId: 'prv_1', upstreamModel: 'llama', order: 0, weight: 3 }],
  });
});

test('a new model wants a name that callers can send, and a complete route', () => {
  const draft = toModelDraft(null);
  expect(findFaults(draft)).toMatchObject({ name: true, routes: true, prices: false });
  for (const name of ['mdl_x', 'two words', '-x', '']) {
    expect(findFaults({ ...draft, name }).name).toBe(true);
  }
  expect(findFaults({ ...draft, name: 'vendor/model:7b' }).name).toBe(false);
});

test('order may be 0, weight may not', () => {
  const route = { ...newRoute(0), providerId: 'prv_1', upstreamModel: 'm', weight: '0' };
  expect(findRouteFaults(route)).toMatchObject({ order: false, weight: true, upstreamModel: false });
});

test('only a model that was not restricted before takes access away', () => {
  const restricted = { ...toModelDraft(stored), visibility: 'restricted' as const };
  expect(becomesRestricted(restricted, stored)).toBe(true);
  expect(becomesRestricted(restricted, { ...stored, visibility: 'restricted' })).toBe(false);
  expect(becomesRestricted(restricted, null)).toBe(false);
});
