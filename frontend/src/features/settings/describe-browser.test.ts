import { expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';

test('browsers that also name others are told apart', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
  expect(describeBrowser(chrome)).toBe('Chrome · Linux');
  expect(describeBrowser(`${chrome} Edg/140.0`)).toBe('Edge · Linux');
  expect(describeBrowser('curl/8.5.0')).toBe('curl/8.5.0');
  expect(describeBrowser(null)).toBeNull();
});
