import { errors } from '../errors.ts';

const mayUseModels = new Set(['owner', 'admin', 'developer']);

/** @throws forbidden for members who only look (viewer) or only pay (billing). */
export function requireDeveloper(role: string): void {
  if (!mayUseModels.has(role))
    throw errors.forbidden(
      'Your role in this account does not allow this: ask an owner, admin or developer.',
    );
}

const mayManage = new Set(['owner', 'admin']);

/** @throws forbidden for members who do not manage the account. */
export function requireManager(role: string): void {
  if (!mayManage.has(role))
    throw errors.forbidden('Your role in this account does not allow this: ask an owner or admin.');
}
