import { type Db, query } from '../../lib/sql.ts';

/** What a call said and was told, sealed; null: not kept. */
export type KeptTexts = {
  requestId: string;
  accountId: string;
  projectId: string;
  request: Buffer | null;
  answer: Buffer | null;
};

/** Keeps the texts of a call for as long as its project wants them now; not at all where it wants none any more. */
export async function insertTexts(db: Db, texts: KeptTexts): Promise<void> {
  await query(
    db,
    `INSERT INTO kept_texts (request_id, account_id, project_id, request, answer, expires_at)
     SELECT $1, $2, id, $4, $5, now() + make_interval(days => keep_texts_days)
     FROM projects WHERE id = $3 AND keep_texts_days IS NOT NULL`,
    [texts.requestId, texts.accountId, texts.projectId, texts.request, texts.answer],
  );
}
