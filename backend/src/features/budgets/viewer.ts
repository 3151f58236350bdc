/** Who looks at budgets: of one account as a member, or (accountId null) of the platform as an admin or auditor. */
export type Viewer = {
  accountId: string | null;
  userId: string;
  /** Otherwise only what concerns their own calls. */
  seesAll: boolean;
  mayChange: boolean;
};

/** A member of an account: owners and admins change its budgets, billing members see them, others what concerns them. */
export function memberViewer({
  account,
  caller,
}: {
  account: { id: string; role: string };
  caller: { userId: string };
}): Viewer {
  const mayChange = account.role === 'owner' || account.role === 'admin';
  return {
    accountId: account.id,
    userId: caller.userId,
    seesAll: mayChange || account.role === 'billing',
    mayChange,
  };
}

/** An admin of the platform or an auditor, of an account that need not be theirs. */
export function anyAccountViewer({
  account,
  caller,
}: {
  account: { id: string };
  caller: { userId: string };
}): Viewer {
  return { accountId: account.id, userId: caller.userId, seesAll: true, mayChange: false };
}

/** An admin of the platform, or an auditor, whose writes the scope of the routes has refused. */
export function platformViewer({ caller }: { caller: { userId: string } }): Viewer {
  return { accountId: null, userId: caller.userId, seesAll: true, mayChange: true };
}

/** SQL: whether a viewer ($1 account, $2 user, $3 sees all) sees budget `b`. */
export const isSeen = `(b.account_id IS NOT DISTINCT FROM $1 AND ($3 OR b.scope IN ('account', 'project', 'subscription', 'model')
  OR (b.scope = 'member' AND b.scope_id = $2)
  OR (b.scope = 'key' AND EXISTS (SELECT FROM api_keys k WHERE k.id = b.scope_id AND k.created_by = $2))))`;

/** The parameters of `isSeen`. */
export const seenBy = ({ accountId, userId, seesAll }: Viewer) => [accountId, userId, seesAll];
