import { useState } from 'react';
import { useMayManage, useMayUseModels } from '../../api/account.ts';
import type { KillSwitch } from '../../api/kill-switches.ts';
import type { KeyActs } from './key-actions.tsx';
import { LiftKeyDialog } from './lift-key-dialog.tsx';
import type { ApiKey } from './queries.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { StopKeyDialog } from './stop-key-dialog.tsx';

type Open =
  { act: 'revoke' | 'stop'; apiKey: ApiKey } | { act: 'lift'; apiKey: ApiKey; killSwitch: KillSwitch };

/** What the user may do with keys, and the dialog of what is being done. */
export function useKeyActs() {
  const mayRevoke = useMayUseModels();
  const mayManage = useMayManage();
  const [open, setOpen] = useState<Open | null>(null);
  const onClose = () => setOpen(null);
  const acts: KeyActs = {
    onRevoke: mayRevoke ? (apiKey) => setOpen({ act: 'revoke', apiKey }) : undefined,
    onStop: mayManage ? (apiKey) => setOpen({ act: 'stop', apiKey }) : undefined,
    onLift: mayManage ? (apiKey, killSwitch) => setOpen({ act: 'lift', apiKey, killSwitch }) : undefined,
  };
  const dialog = open && (
    <>
      {open.act === 'revoke' && <RevokeDialog apiKey={open.apiKey} onClose={onClose} />}
      {open.act === 'stop' && <StopKeyDialog apiKey={open.apiKey} onClose={onClose} />}
      {open.act === 'lift' && (
        <LiftKeyDialog name={open.apiKey.name} killSwitch={open.killSwitch} onClose={onClose} />
      )}
    </>
  );
  return { acts, dialog };
}
