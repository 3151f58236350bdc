import { expect, test } from 'vitest';
import contract from '../../../openapi.json' with { type: 'json' };
import ar from '../../locales/ar/admin-audit.json' with { type: 'json' };
import en from '../../locales/en/admin-audit.json' with { type: 'json' };
import es from '../../locales/es/admin-audit.json' with { type: 'json' };
import fr from '../../locales/fr/admin-audit.json' with { type: 'json' };
import { actionKeys, kindKeys } from './use-audit-words.ts';

const entry =
  contract.paths['/api/v1/admin/audit'].get.responses['200'].content['application/json'].schema.properties
    .data.items;
const actions = entry.properties.action.enum;
const wordAt = (texts: object, key = '') =>
  key
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], texts);

test.each(Object.entries({ ar, en, es, fr }))('every action has words in %s', (_, texts) => {
  const keys: Record<string, string> = { ...actionKeys, ...kindKeys };
  const asked = [...actions, ...new Set(actions.map((action) => action.split('.')[0] ?? ''))];
  expect(asked.filter((name) => typeof wordAt(texts, keys[name]) !== 'string')).toEqual([]);
});
