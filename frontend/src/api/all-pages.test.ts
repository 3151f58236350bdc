import { expect, test } from 'vitest';
import { allPages } from './all-pages.ts';

test('a list is read to its end, page by page', async () => {
  const pages = [
    { data: [1, 2], nextCursor: 'b' },
    { data: [3, 4], nextCursor: 'c' },
    { data: [5], nextCursor: null },
  ];
  const asked: (string | undefined)[] = [];
  const rows = await allPages(async (cursor) => {
    asked.push(cursor);
    return pages[asked.length - 1]!;
  });
  expect(rows).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([undefined, 'b', 'c']);
});
