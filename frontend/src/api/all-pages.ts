type Page<Row> = { data: Row[]; nextCursor: string | null };

/** All rows of a list that comes in pages: for choices and names, where a part of them would be wrong. */
export async function allPages<Row>(
  askFor: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Row> = await askFor(cursor);
    rows.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}
