import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { createAnswerBox } from '../../lib/answer-box.ts';
import { requireDeveloper } from '../../lib/member-roles.ts';
import { Nullable, replies, Time } from '../../lib/schemas.ts';
import { queryOne } from '../../lib/sql.ts';

const Texts = Type.Object({
  request: Nullable(
    Type.String({ description: 'The body of the request. null: no text, or too long to be kept' }),
  ),
  answer: Nullable(Type.String({ description: 'The body of the answer; a stream as it was sent' })),
  expiresAt: Time,
});

type TextsRow = { request: Buffer | null; answer: Buffer | null; expires_at: Date };

/** What calls said and were told, for members of the account alone. */
export async function keptTextRoutes(app: App): Promise<void> {
  const box = createAnswerBox(app.secretBox, app.config.secretKey);
  const open = async (sealed: Buffer | null) => sealed && (await box.open(sealed)).toString('utf8');

  app.get(
    '/usage/:requestId/texts',
    {
      schema: {
        tags: ['Usage'],
        security: [{ accessToken: [] }],
        summary: 'Get the texts of a call',
        description:
          'What was sent and answered, where the project of the call keeps that: without e-mail addresses, numbers of cards, bank accounts and phones, keys and embedded files. For owners, admins and developers of the account. 404 not_found where nothing is kept.',
        params: Type.Object({ ...accountParams, requestId: Type.String({ description: 'Id of a request' }) }),
        response: replies({ 200: Texts }),
      },
    },
    async ({ account, params }) => {
      requireDeveloper(account.role);
      const row = await queryOne<TextsRow>(
        app.db,
        'SELECT request, answer, expires_at FROM kept_texts WHERE request_id = $1 AND account_id = $2 AND expires_at > now()',
        [params.requestId, account.id],
      );
      if (!row) throw errors.notFound('No texts are kept of this call.');
      return {
        request: await open(row.request),
        answer: await open(row.answer),
        expiresAt: row.expires_at.toISOString(),
      };
    },
  );
}
