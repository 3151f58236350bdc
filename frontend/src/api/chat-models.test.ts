import { expect, test } from 'vitest';
import { hindranceOf } from './chat-models.ts';

const prices = { input: '100', output: '200' } as never;
const chat = { prices, capabilities: ['chat'], class: 'large', providerClass: 'cloud' } as const;
const model = { ...chat, capabilities: ['chat'] };
const active = { status: 'active' } as const;
const plan = { modelClasses: ['small', 'medium', 'large'], cloudAccess: true } as const;
const wide = { ...plan, modelClasses: [...plan.modelClasses] };

test('what is subscribed, for chat and priced can be called, with a plan that has it or none', () => {
  expect(hindranceOf(active, model, null)).toBe(null);
  expect(hindranceOf(active, model, undefined)).toBe(null);
  expect(hindranceOf(active, model, wide)).toBe(null);
});

test('what is in the way is named', () => {
  expect(hindranceOf({ status: 'pending' }, model, null)).toBe('pending');
  expect(hindranceOf({ status: 'suspended' }, model, null)).toBe('suspended');
  expect(hindranceOf(active, undefined, null)).toBe('off');
  expect(hindranceOf(active, { ...model, prices: null }, null)).toBe('unpriced');
  expect(hindranceOf(active, { ...model, capabilities: [] }, null)).toBe('notChat');
  expect(hindranceOf(active, { ...model, capabilities: ['embeddings'] }, null)).toBe('notChat');
});

test('a plan without the size of the model, or without the cloud, is in the way', () => {
  expect(hindranceOf(active, model, { ...wide, modelClasses: ['small'] })).toBe('notInPlan');
  expect(hindranceOf(active, model, { ...wide, cloudAccess: false })).toBe('notInPlan');
  expect(hindranceOf(active, { ...model, class: null }, { ...wide, modelClasses: [] })).toBe(null);
  expect(hindranceOf(active, { ...model, providerClass: 'local' }, { ...wide, cloudAccess: false })).toBe(
    null,
  );
});
